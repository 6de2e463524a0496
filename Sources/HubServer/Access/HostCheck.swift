import Access
import HTTPTypes
import Hummingbird

/// Whether a request is meant for us: by the name in it.
///
/// A page of somebody else's can make its own name point here ("DNS rebinding") and would then be of the same origin as we
/// are; its requests carry that name. Addresses are no such names: nobody can make them point elsewhere.
struct HostCheck {
    private let names: Set<String>
    private let takesAnyAddress: Bool

    init(_ settings: HubServerSettings) {
        let own = ["127.0.0.1", "localhost", "::1", settings.address] + settings.names
        names = Set(own.map(Self.plain))
        // Listening on all addresses, the hub does not know by which of them it is reached.
        takesAnyAddress = RemoteAddress(settings.address)?.isWildcard ?? false
    }

    /// - Throws: a `Problem` with status 421 where it is not, 400 where two names are given.
    func check(_ request: Request) throws {
        // The first one is taken out of the headers.
        if let name = HTTPField.Name("Host"), request.headers[name] != nil {
            throw Problem(.badRequest, "Bad request", "give the header Host once")
        }
        guard let authority = request.head.authority, let host = Self.host(authority) else {
            throw Problem(
                .misdirectedRequest, "Not for this server", "the header Host is missing or is no name with a port")
        }
        if names.contains(Self.plain(host)) { return }
        if takesAnyAddress, RemoteAddress(host) != nil { return }
        throw Problem(
            .misdirectedRequest, "Not for this server",
            "this server is not known by the name in the header Host; add it to names in [serve] of candlewick.toml")
    }

    /// The name or address in `name:port`, `1.2.3.4:port` or `[::1]:port`; nil for what is none of these.
    static func host(_ authority: String) -> String? {
        guard authority.utf8.count <= 300 else { return nil }
        let (host, rest): (Substring, Substring)
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            rest = authority[authority.index(after: end)...]
        } else {
            let end = authority.firstIndex(of: ":") ?? authority.endIndex
            (host, rest) = (authority[..<end], authority[end...])
        }
        let isPort = rest.isEmpty || rest.first == ":" && rest.count <= 6 && rest.dropFirst().allSatisfy(\.isNumber)
        return isPort && !host.isEmpty ? String(host) : nil
    }

    /// One way of writing for each: addresses in their short form, names in lower case and without the root's dot.
    private static func plain(_ host: String) -> String {
        if let address = RemoteAddress(host) { return address.description }
        let name = host.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }
}
