/// Where a QuestDB server listens for HTTP, and how to talk to it.
public struct QuestDBEndpoint: Hashable, Sendable {
    /// Whether the connection is encrypted (`https`).
    public let isSecure: Bool
    /// Name or address; an IPv6 address without its brackets.
    public let host: String
    /// TCP port; 9000 where the address names none.
    public let port: UInt16
    /// Who asks.
    public let credential: QuestDBCredential
    /// File of CA certificates in PEM form to trust instead of the system's; nil for the system's.
    public let caFile: String?
    /// How long a connection may take to be made.
    public var connectTimeout: Duration = .seconds(10)
    /// How long nothing at all may arrive or leave, in whole seconds: a query that runs longer before its first
    /// row needs more.
    public var idleTimeout: Duration = .seconds(120)

    /// The server at `http[s]://[user:password@]host[:port]`.
    ///
    /// - Parameters:
    ///   - address: a user and a password in it are percent-decoded, and appear in no description.
    ///   - credential: who asks, where the address does not say it.
    ///   - caFile: PEM file of the authorities to trust, only with `https`.
    /// - Throws: `badAddress`; the error does not repeat the address's secrets.
    public init(
        _ address: String, credential: QuestDBCredential = .none, caFile: String? = nil
    ) throws(QuestDBError) {
        let parsed = try AddressText(address)
        if parsed.credential != .none, credential != .none {
            throw .badAddress(parsed.shown, "the address has a user, and another credential is given as well")
        }
        let credential = parsed.credential == .none ? credential : parsed.credential
        if let problem = credential.problem() { throw .badAddress(parsed.shown, problem) }
        if caFile != nil, !parsed.isSecure {
            throw .badAddress(parsed.shown, "a CA file is given, but http is not encrypted")
        }
        isSecure = parsed.isSecure
        host = parsed.host
        port = parsed.port
        self.credential = credential
        self.caFile = caFile
    }

    /// `http[s]://host:port`, what requests are sent to and what is shown.
    public var address: String {
        "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

extension QuestDBEndpoint: CustomStringConvertible {
    /// The address without any secret.
    public var description: String { address }
}

extension QuestDBError {
    static func badAddress(_ shown: String, _ message: String) -> QuestDBError {
        QuestDBError(
            .badAddress, shown, message, advice: "write it as http://host:9000 or https://user:password@host:9000")
    }
}
