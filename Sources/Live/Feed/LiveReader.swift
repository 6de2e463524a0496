/// A place in the feed: what was read so far, and what is wanted. Whoever has it reads from one thread at a time; the place
/// is given up with the last reference to it.
public final class LiveReader: Sendable {
    private let feed: LiveFeed
    let seat: Int
    /// What was missed between what was read last and the first event that is there, nil for nothing.
    public let lost: LiveLost?

    init(_ feed: LiveFeed, seat: Int, lost: LiveLost?) { (self.feed, self.seat, self.lost) = (feed, seat, lost) }

    deinit { feed.leave(seat) }

    /// What comes next: at most so many events, fewer where they are large, or the end. Where there is nothing, its owner is woken when there is.
    public func next(atMost count: Int) -> LivePart { feed.take(seat, atMost: count) }

    /// Why there will be no more, nil while there can be; some events may not be read yet.
    public var end: LiveEnd? { feed.end(of: seat) }

    /// From the next event on something else is wanted.
    ///
    /// - Returns: the number of the newest event: later ones follow the new wishes.
    @discardableResult
    public func setFilter(_ filter: LiveFilter) -> Int64 { feed.setFilter(filter, of: seat) }

    /// Ends it: what `next` says from now on.
    public func end(_ reason: LiveEnd) { feed.end(seat, reason) }

    /// Gives the place up before the last reference goes.
    public func leave() { feed.leave(seat) }
}

/// What a reader gets.
public enum LivePart: Sendable {
    /// Events in their order, at least one.
    case events([LiveEvent])
    /// Everything was read.
    case nothing
    /// There will be no more.
    case end(LiveEnd)
}

/// Events that somebody who comes back cannot be given.
public struct LiveLost: Hashable, Sendable {
    /// Why they are not there.
    public enum Reason: String, Hashable, Sendable {
        /// They were too many, or too long ago.
        case overrun
        /// The hub was started anew in between: what happened meanwhile is not known to it.
        case restart
    }

    /// The first number that was missed.
    public var from: Int64
    /// The last one; smaller than `from` where it is not known that anything was.
    public var to: Int64
    /// Why.
    public var reason: Reason
}

/// Nobody more is let in.
public struct LiveRefusal: Error, Hashable, Sendable {
    /// Why.
    public var reason: LiveEnd
}
