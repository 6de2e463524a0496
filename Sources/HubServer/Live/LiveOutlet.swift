import Live
import NIOCore

/// Leads events from the feed to one connection, as fast as it takes them and no faster. Lives on the connection's event
/// loop.
///
/// What was handed to the connection and not yet sent is bounded by its high-water mark, and the bytes are shared by all
/// readers; the rest waits in the feed, which ends who falls behind too far. A connection that takes nothing for a while
/// although there is something is ended as well.
final class LiveOutlet {
    private let reader: LiveReader
    private let channel: any Channel
    private let timing: LiveTiming
    /// Since when the connection takes nothing.
    private var stalledSince: NIODeadline?
    private var isPumping = false

    /// Bytes that the system may hold for a reader that does not read: memory, though not ours.
    private static let sendBuffer = 1 << 17

    init(_ reader: LiveReader, _ channel: any Channel, _ timing: LiveTiming) {
        // Where the system does not let us, its own bound holds.
        try? channel.syncOptions?.setOption(.socketOption(.so_sndbuf), value: .init(Self.sendBuffer))
        // Who sends nothing more has gone. TLS would wait for a farewell on the other half of the connection.
        try? channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        (self.reader, self.channel, self.timing) = (reader, channel, timing)
    }

    /// Writes what there is.
    ///
    /// - Returns: why there is no more, nil while there can be.
    func pump(_ write: (LiveEvent) -> Void) -> LiveEnd? {
        // What is sent can make room, of which the connection tells at once: whoever pumps already goes on with it.
        if isPumping { return nil }
        isPumping = true
        defer { isPumping = false }
        while true {
            guard channel.isWritable else {
                if stalledSince == nil { stalledSince = .now() }
                // The end does not wait for a reader that takes nothing.
                return reader.end
            }
            stalledSince = nil
            switch reader.next(atMost: 16) {
            case .events(let events):
                for event in events { write(event) }
                channel.flush()
            case .nothing: return nil
            case .end(let end): return end
            }
        }
    }

    /// Ends a connection that took nothing for longer than it may; whether it was one.
    func endsStall() -> Bool {
        guard let stalledSince, NIODeadline.now() - stalledSince > timing.longestStall else { return false }
        reader.end(.slow)
        return true
    }

    /// Gives its place in the feed to others.
    func leave() { reader.leave() }
}
