import AdapterHost

/// Looks for secrets in requests: they belong into headers, and only the host knows them.
struct SecretSearch {
    /// Names of credentials.
    let credentials: [String]

    init(_ credentials: [String]) { self.credentials = credentials }

    private static let keys: Set = [
        "apikey", "token", "accesstoken", "authtoken", "auth", "secret", "apisecret", "password", "passwd",
    ]
    private static let headers: Set = ["authorization", "xapikey", "xauthtoken", "apikey", "cookie"]

    /// What is wrong with a request, nil: nothing.
    func secret(in request: HTTPRequest) -> String? {
        let query = request.address.drop { $0 != "?" }.dropFirst()
        if let key = secretKey(in: query) { return "the address has the parameter \(key)" }
        let body = String(decoding: request.body, as: UTF8.self)
        if let key = secretKey(in: body[...]) { return "the body has the parameter \(key)" }
        // `{"api_key":...}`
        let quoted = body.split(separator: "\"").map(String.init)
        if let key = quoted.first(where: { Self.keys.contains(Self.plain($0)) }) {
            return "the body has the field \(key)"
        }
        for header in request.headers
        where header.credential == nil && Self.headers.contains(Self.plain(header.name)) && !header.value.isEmpty {
            return "the header \(header.name) has a value of the adapter's own; expected the name of a credential"
        }
        return nil
    }

    /// A parameter `key=value` whose key names a secret, or whose value is a credential's name.
    private func secretKey(in text: Substring) -> String? {
        for parameter in text.split(separator: "&") {
            let parts = parameter.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, Self.keys.contains(Self.plain(parts[0])) || credentials.contains(parts[1]) {
                return parts[0]
            }
        }
        return nil
    }

    /// `Api-Key` and `api_key` are the same.
    private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "-" && $0 != "_" } }
}
