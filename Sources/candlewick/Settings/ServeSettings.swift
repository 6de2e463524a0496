import Access

/// `[serve]`: where and how the hub is reached over HTTP.
struct ServeSettings {
    var address: String?
    var port: Int?
    /// Paths of the certificate and its key, in PEM.
    var tlsCertificate: String?
    var tlsKey: String?
    var trustedProxy: RemoteAddress?
    /// Further names by which it is reached.
    var names: [String] = []
    var opensMetrics = false

    static let keys = [
        "serve": ["address", "port", "tls_certificate", "tls_key", "trusted_proxy", "names", "open_metrics"]
    ]

    /// Reads them; paths are made absolute by the closure.
    mutating func read(_ table: TOMLFile, _ absolute: (String) -> String) throws {
        address = try table.string("serve", "address")
        port = try table.integer("serve", "port", in: 0...65_535)
        tlsCertificate = try table.string("serve", "tls_certificate").map(absolute)
        tlsKey = try table.string("serve", "tls_key").map(absolute)
        if (tlsCertificate == nil) != (tlsKey == nil) {
            throw table.wrong(
                "serve", tlsKey == nil ? "tls_key" : "tls_certificate", "there, as the other of the two is")
        }
        if let text = try table.string("serve", "trusted_proxy") {
            guard let proxy = RemoteAddress(text), !proxy.isWildcard else {
                throw table.wrong("serve", "trusted_proxy", "one IP address, like \"127.0.0.1\"")
            }
            trustedProxy = proxy
        }
        names = try table.strings("serve", "names") ?? []
        let isPlain = names.allSatisfy { name in
            RemoteAddress(name) != nil
                || name.utf8.count <= 253
                    && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
        }
        guard isPlain, names.count <= 100 else {
            throw table.wrong("serve", "names", "at most 100 names or addresses without scheme and port, [\"hub.lan\"]")
        }
        opensMetrics = try table.boolean("serve", "open_metrics") ?? false
    }
}
