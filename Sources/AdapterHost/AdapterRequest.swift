/// What an adapter wants the host to fetch.
public enum AdapterRequest: Hashable, Sendable {
    /// The file of the query.
    case file(name: String)
    /// An HTTP request.
    case http(HTTPRequest)
    /// A stream over WebSocket.
    case stream(StreamRequest)
}

/// A header of a request.
public struct RequestHeader: Hashable, Sendable {
    /// The header's name.
    public var name: String
    /// Its value, or what stands before the secret.
    public var value: String
    /// The credential whose secret is appended to the value, nil for none. One that the manifest names.
    public var credential: String?

    /// A header.
    public init(name: String, value: String, credential: String? = nil) {
        self.name = name
        self.value = value
        self.credential = credential
    }
}

/// A request over HTTP. Its host is one that the manifest names, or that of the base address.
public struct HTTPRequest: Hashable, Sendable {
    /// `/path?query` under the base address, or `https://host/path?query`.
    public var address: String
    /// `GET` unless the adapter says otherwise.
    public var method: String
    /// Empty for none.
    public var body: [UInt8]
    /// What the reply must be, `application/json`; empty: anything.
    public var contentType: String
    /// In the adapter's order.
    public var headers: [RequestHeader]
    /// The reply can never change: it may be kept.
    public var isImmutable: Bool
    /// In the source's rate-limit units, at least 1.
    public var cost: Int

    /// A request.
    public init(
        address: String, method: String = "GET", body: [UInt8] = [], contentType: String = "",
        headers: [RequestHeader] = [], isImmutable: Bool = false, cost: Int = 1
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

/// A stream. Its host is one that the manifest names.
public struct StreamRequest: Hashable, Sendable {
    /// `wss://host/path`.
    public var address: String
    /// In the adapter's order.
    public var headers: [RequestHeader]
    /// Sent first, in this order.
    public var messages: [[UInt8]]
    /// In the source's rate-limit units, at least 1.
    public var cost: Int

    /// A stream.
    public init(address: String, headers: [RequestHeader] = [], messages: [[UInt8]] = [], cost: Int = 1) {
        self.address = address
        self.headers = headers
        self.messages = messages
        self.cost = cost
    }
}
