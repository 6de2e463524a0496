import Foundation
public import MarketData
import Synchronization

/// What happens, for all who want to hear of it.
///
/// The newest events are kept in a ring. Each reader has a place in it and is woken when there is something for it; who falls
/// behind too far is ended. Nobody who publishes ever waits for a reader.
public final class LiveFeed: Sendable {
    let limits: LiveLimits
    let state: Mutex<State>

    /// Nobody listens yet.
    ///
    /// - Parameter start: when this life of the hub began. Numbers begin at 1024 for each millisecond since 1970: so those of a
    ///   later life are larger, as long as no more than a million events a second were published, and a number below them is
    ///   known as one of an earlier life. They stay below 2^53, which JavaScript needs.
    public init(_ limits: LiveLimits = LiveLimits(), start: Timestamp? = nil) {
        self.limits = limits
        let nanoseconds = start?.nanoseconds ?? Int64(Date().timeIntervalSince1970 * 1e9)
        state = Mutex(State(first: max(0, nanoseconds / 1_000_000) * 1024 + 1))
    }

    /// Who reads now.
    public var readers: Int { state.withLock { $0.seats.count } }

    /// Who reads now, by how.
    public var readersByChannel: [LiveChannel: Int] {
        state.withLock { $0.seats.values.reduce(into: [:]) { $0[$1.channel, default: 0] += 1 } }
    }

    /// How many were ended before their time, by why.
    public var ended: [LiveEnd: Int] { state.withLock { $0.ended } }

    /// How many were ended because they read too slowly.
    public var dropped: Int { state.withLock { $0.ended[.slow] ?? 0 } }

    /// The number of the newest event, or the one before the first.
    public var newest: Int64 { state.withLock { $0.next - 1 } }

    /// Why nobody more is let in, nil where there is room.
    public var refusal: LiveRefusal? { state.withLock { $0.refusal(limits) } }

    /// Tells of something; never waits for a reader.
    ///
    /// - Parameters:
    ///   - subject: the history that it is about; readers choose by it.
    ///   - value: becomes one JSON object.
    /// - Throws: what encoding throws.
    public func publish(_ kind: LiveKind, about subject: LiveSubject? = nil, _ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        publish(kind, about: subject, json: Array(try encoder.encode(value)))
    }

    /// Likewise, with a JSON object that is encoded already, without line ends.
    public func publish(_ kind: LiveKind, about subject: LiveSubject? = nil, json: [UInt8]) {
        precondition(!json.contains(0x0A) && !json.contains(0x0D), "a line end would end the event")
        let woken = state.withLock { $0.add(kind, subject, json, limits) }
        for wake in woken { wake() }
    }

    /// Takes a place.
    ///
    /// - Parameters:
    ///   - last: the number of the event that was read last; nil begins with what happens from now on.
    ///   - channel: how it reads.
    ///   - owner: who reads, or what lets it read: `end(_:where:)` ends those of whom something holds.
    ///   - wake: called when there is something to read again; from any thread, briefly.
    /// - Throws: where as many read as may, or the hub stops.
    public func join(
        _ filter: LiveFilter, after last: Int64? = nil, by channel: LiveChannel = .events, for owner: String = "",
        wake: @escaping @Sendable () -> Void
    ) throws(LiveRefusal) -> LiveReader {
        let (seat, lost) = try state.withLock { state throws(LiveRefusal) in
            if let refusal = state.refusal(limits) { throw refusal }
            return state.join(filter, after: last, channel, owner, limits, wake)
        }
        return LiveReader(self, seat: seat, lost: lost)
    }

    /// Ends all readers, each after the events that it has not read yet, and lets in nobody more.
    public func close(_ reason: LiveEnd) {
        let woken = state.withLock { $0.close(reason) }
        for wake in woken { wake() }
    }

    /// Ends the readers of whom something holds, at once.
    public func end(_ reason: LiveEnd, where isEnded: (_ owner: String) -> Bool) {
        let woken = state.withLock { state in
            let places = state.seats.filter { $0.value.end == nil && isEnded($0.value.owner) }.keys
            return places.compactMap { state.end($0, reason) }
        }
        for wake in woken { wake() }
    }

    func take(_ seat: Int, atMost count: Int) -> LivePart { state.withLock { $0.take(seat, atMost: count, limits) } }

    func setFilter(_ filter: LiveFilter, of seat: Int) -> Int64 {
        state.withLock { state in
            state.seats[seat]?.filter = filter
            return state.next - 1
        }
    }

    func end(of seat: Int) -> LiveEnd? { state.withLock { $0.seats[seat]?.end ?? $0.closed } }

    func end(_ seat: Int, _ reason: LiveEnd) {
        state.withLock { $0.end(seat, reason) }?()
    }

    func leave(_ seat: Int) {
        // Let go of outside the lock: what wakes may hold the last reference to somebody.
        let seat = state.withLock { $0.seats.removeValue(forKey: seat) }
        withExtendedLifetime(seat) {}
    }
}
