/// How a sender behaves.
public struct QWPSettings: Sendable, Hashable {
    /// How timestamps are written.
    public var timestamps = QWPEncoder.Timestamps.plain
    /// Messages that may wait for their acknowledgement; the server's own limit is 128.
    public var messagesInFlight = 64
    /// Bytes that may wait for their acknowledgement.
    public var bytesInFlight = 32 << 20
    /// The largest message to send, when it is smaller than what the server takes.
    public var messageBytes: Int?
    /// How long to try when no connection gets a message through, before calls throw `.unreachable`.
    public var patience = Duration.seconds(60)
    /// The longest pause before the second attempt to connect; every further one may be twice as long.
    /// A pause lasts a random part of it.
    public var firstBackoff = Duration.milliseconds(100)
    /// The longest pause before any attempt.
    public var longestBackoff = Duration.seconds(5)
    /// How long an attempt to connect may take, to the end of the upgrade.
    public var connectTimeout = Duration.seconds(15)
    /// How long a server may say nothing while messages wait for it.
    public var silence = Duration.seconds(60)
    /// How often the same message may be refused, where sending it again could help.
    public var rejections = 4
    /// How long the same message must have been refused before that counts as final.
    public var rejectionTime = Duration.seconds(5)
    /// How long to wait for the server's part of the closing.
    public var closeTimeout = Duration.seconds(2)
    /// What the server's log calls this client.
    public var clientID = "swift-questdb-client/1"

    /// The settings above.
    public init() {}
}
