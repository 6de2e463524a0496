import CAdapterABI

/// One header of a request. With a credential's name the host appends that secret to the value, and only for
/// the descriptor's hosts: an adapter never sees it.
public struct RequestHeader: Equatable, Sendable {
    /// `Authorization`.
    public var name: String
    /// `Bearer `, with what separates it from the secret.
    public var value: String
    /// One of `Descriptor.credentials`, or empty.
    public var credential: String

    /// A header.
    public init(_ name: String, _ value: String, credential: String = "") {
        self.name = name
        self.value = value
        self.credential = credential
    }
}

/// What a session wants next from its host.
public struct Request: Equatable, Sendable {
    /// By what way.
    public var transport: Transport
    /// A file's name; `/path?query` or an absolute address on an allowed host; a stream's address.
    public var address: String
    /// HTTP; empty: GET.
    public var method = ""
    /// HTTP.
    public var body = ""
    /// HTTP: what the reply must be, `application/json`; empty: anything.
    public var contentType = ""
    /// HTTP and streams.
    public var headers: [RequestHeader] = []
    /// Streams: sent first, in this order.
    public var messages: [String] = []
    /// The reply can never change (a closed day), so the host may keep it.
    public var isImmutable = false
    /// In the source's rate-limit units.
    public var cost: UInt32 = 1

    private init(_ transport: Transport, _ address: String) {
        self.transport = transport
        self.address = address
    }

    /// The file that the query names.
    public static func file(_ name: String) -> Request { Request(.file, name) }

    /// An HTTP request; method, body and so on are properties to set.
    public static func http(_ address: String, headers: [RequestHeader] = [], contentType: String = "") -> Request {
        var request = Request(.http, address)
        request.headers = headers
        request.contentType = contentType
        return request
    }

    /// A stream; further messages come with `Decoded.messages`.
    public static func stream(_ address: String, messages: [String], headers: [RequestHeader] = []) -> Request {
        var request = Request(.stream, address)
        request.messages = messages
        request.headers = headers
        return request
    }

    /// Writes the request for the host, its texts into `arena`.
    func write(to request: UnsafeMutablePointer<cw_request>, arena: TextArena) {
        // The host's struct, of checked size; the arena outlives this call as the ABI asks.
        unsafe request.pointee.kind = transport.rawValue
        unsafe request.pointee.address = arena.text(address)
        unsafe request.pointee.method = arena.text(method)
        unsafe request.pointee.body = arena.text(body)
        unsafe request.pointee.content_type = arena.text(contentType)
        let list = unsafe headers.map { header in
            unsafe cw_header(
                name: arena.text(header.name), value: arena.text(header.value),
                credential: arena.text(header.credential))
        }
        unsafe request.pointee.headers = arena.array(list)
        unsafe request.pointee.header_count = UInt64(headers.count)
        unsafe request.pointee.messages = arena.array(messages.map { unsafe arena.text($0) })
        unsafe request.pointee.message_count = UInt64(messages.count)
        unsafe request.pointee.flags = isImmutable ? CW_REQUEST_IMMUTABLE : 0
        unsafe request.pointee.cost = cost
    }
}
