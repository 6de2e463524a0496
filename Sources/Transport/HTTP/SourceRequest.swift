/// A header of a request or of a reply.
public struct SourceHeader: Hashable, Sendable {
    /// The header's name.
    public var name: String
    /// Its value, or what stands before the secret.
    public var value: String
    /// The credential whose secret is appended to the value, nil for none. Always nil in a reply.
    public var credential: String?

    /// A header.
    public init(_ name: String, _ value: String, credential: String? = nil) {
        self.name = name
        self.value = value
        self.credential = credential
    }
}

/// A request to a source. Its host is that of the source's base address, or one that the source's settings allow.
public struct SourceRequest: Hashable, Sendable {
    /// `/path?query` under the base address, or `https://host/path?query`.
    public var address: String
    /// `GET` unless something else is said.
    public var method: String
    /// Empty for none.
    public var body: [UInt8]
    /// What the reply must be, `application/json`; empty: anything.
    public var contentType: String
    /// In the order in which they are sent.
    public var headers: [SourceHeader]
    /// The reply can never change: it may be kept.
    public var isImmutable: Bool
    /// In the source's rate-limit units, at least 1.
    public var cost: Int

    /// A request.
    public init(
        address: String, method: String = "GET", body: [UInt8] = [], contentType: String = "",
        headers: [SourceHeader] = [], isImmutable: Bool = false, cost: Int = 1
    ) {
        self.address = address
        self.method = method
        self.body = body
        self.contentType = contentType
        self.headers = headers
        self.isImmutable = isImmutable
        self.cost = cost
    }
}
