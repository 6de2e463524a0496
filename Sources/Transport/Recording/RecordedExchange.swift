/// One request and what came back.
public struct RecordedExchange: Hashable, Sendable {
    /// As the adapter gave it: headers name their credentials, no secret is in it.
    public var request: SourceRequest
    /// What the source sent, unpacked. Its origin is always `recording`.
    public var reply: SourceReply

    /// An exchange; where the reply came from is not part of it.
    public init(_ request: SourceRequest, _ reply: SourceReply) {
        self.request = request
        self.reply = reply
        self.reply.origin = .recording
    }
}

/// Who keeps exchanges as they happen.
public protocol ExchangeRecorder: Sendable {
    /// Keeps an exchange.
    ///
    /// - Parameter secrets: what was put into the request in the place of its credentials; none of it is kept,
    ///   wherever the source repeats it.
    func record(_ exchange: RecordedExchange, redacting secrets: [[UInt8]]) throws(RecordingError)
}

extension ExchangeRecorder {
    /// Keeps an exchange that had no secret.
    public func record(_ exchange: RecordedExchange) throws(RecordingError) { try record(exchange, redacting: []) }
}
