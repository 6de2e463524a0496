import NIOCore

/// Where a server listens for WebSockets, and who asks.
public struct QWPEndpoint: Sendable {
    /// Who asks. Neither its description nor a dump of it shows a secret.
    public enum Authentication: Sendable, CustomStringConvertible, CustomReflectable {
        /// Nobody in particular.
        case none
        /// HTTP basic authentication.
        case basic(user: String, password: String)
        /// A bearer token.
        case bearer(token: String)

        /// The kind alone.
        public var description: String {
            switch self {
            case .none: "none"
            case .basic: "basic"
            case .bearer: "bearer"
            }
        }

        /// Nothing within.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// Name or address; an IPv6 address without its brackets.
    public let host: String
    /// TCP port.
    public let port: Int
    /// Whether the connection is encrypted (`wss`); the server's certificate is verified always.
    public let isSecure: Bool
    /// Who asks.
    public let authentication: Authentication
    /// PEM file of the authorities to trust instead of the system's.
    public let caFile: String?

    /// A server. Throws `.settings` for a host, port or credential that cannot be sent.
    public init(
        host: String, port: Int = 9_000, isSecure: Bool = false, authentication: Authentication = .none,
        caFile: String? = nil
    ) throws(QWPError) {
        let allowed = host.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"/?#@[]\\\"<>".utf8.contains($0) }
        if host.isEmpty || !allowed { throw .settings("a host is a name or an address, without spaces and slashes") }
        if !(1...65_535).contains(port) { throw .settings("a port is a number from 1 to 65535") }
        switch authentication {
        case .none: break
        case .basic(let user, let password):
            if user.isEmpty || user.contains(":") || (user + password).unicodeScalars.contains(where: { $0.value < 32 })
            {
                throw .settings("a user is not empty and has no colon; user and password have no control characters")
            }
        case .bearer(let token):
            if token.isEmpty || !token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
                throw .settings("a token is printable ASCII without spaces")
            }
        }
        (self.host, self.port, self.isSecure) = (host, port, isSecure)
        (self.authentication, self.caFile) = (authentication, caFile)
    }

    /// The `Host` header.
    var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// The `Authorization` header.
    var authorization: String? {
        switch authentication {
        case .none: nil
        case .basic(let user, let password): "Basic " + Base64.encode(Array("\(user):\(password)".utf8))
        case .bearer(let token): "Bearer " + token
        }
    }
}

extension QWPEndpoint: CustomStringConvertible {
    /// The address, no secret.
    public var description: String { (isSecure ? "wss://" : "ws://") + authority }
}

extension QWPError {
    static func settings(_ message: String) -> QWPError { QWPError(.settings, message) }
}
