import Live
import NIOCore

/// How long live connections may take over what.
struct LiveTiming: Sendable {
    /// From one look at ledger and store to the next.
    var look = Duration.seconds(1)
    /// Gaps are counted at most so often.
    var gaps = Duration.seconds(10)
    /// From one sign of life to the next: comments of event streams, pings of WebSockets.
    var heartbeat = TimeAmount.seconds(15)
    /// A connection that takes nothing for so long is ended.
    var longestStall = TimeAmount.seconds(30)
    /// A WebSocket of which nothing came for so long, no answer to a ping either, is ended.
    var longestSilence = TimeAmount.seconds(60)
    /// How long what was said last may take to be sent.
    var grace = TimeAmount.seconds(5)
    /// Likewise when the hub stops, and where an answer could not be read any more.
    var shortGrace = TimeAmount.milliseconds(500)

    func grace(_ end: LiveEnd) -> TimeAmount { end == .stopping ? shortGrace : grace }
}
