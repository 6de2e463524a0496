public import Transport

/// What the server is to send.
public struct ServedReply: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// Empty for none.
    public var contentType: String
    /// Beside content type, length and connection.
    public var headers: [SourceHeader]
    /// All of it.
    public var body: [UInt8]
    /// What goes wrong, one after the other.
    public var faults: [Fault]

    /// A reply.
    public init(
        status: Int = 200, contentType: String = "application/json", headers: [SourceHeader] = [], body: [UInt8] = [],
        faults: [Fault] = []
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
        self.faults = faults
    }

    /// A reply of text, JSON unless something else is said.
    public init(
        _ text: String, status: Int = 200, contentType: String = "application/json", headers: [SourceHeader] = [],
        faults: [Fault] = []
    ) {
        self.init(
            status: status, contentType: contentType, headers: headers, body: Array(text.utf8), faults: faults)
    }

    /// A recorded reply. What belongs to the old connection is left out, and its body is unpacked.
    init(_ reply: SourceReply) {
        let ofTheConnection: Set = [
            "content-type", "content-length", "content-encoding", "transfer-encoding", "connection", "keep-alive",
            "trailer", "upgrade", "alt-svc",
        ]
        // With its parameters, where the source sent some.
        let full = reply.headers.first { $0.name.lowercased() == "content-type" }?.value
        self.init(
            status: reply.status, contentType: full ?? reply.contentType,
            headers: reply.headers.filter { !ofTheConnection.contains($0.name.lowercased()) }, body: reply.body)
    }
}
