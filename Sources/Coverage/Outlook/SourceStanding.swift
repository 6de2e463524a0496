import MarketData

/// What one source can do about one stretch of a history. Of several that are true the first in this order counts.
public enum SourceStanding: UInt8, Hashable, Sendable {
    /// It has asserted it; told apart only where the sweep was asked to.
    case asserted
    /// It does not serve the history at all.
    case absent
    /// It serves it, and the stretch is beyond its reach.
    case beyond
    /// It has said that it can never give it.
    case limited
    /// It has said that it is not in the user's plan.
    case notEntitled
    /// It could be asked if something were not in the way.
    case obstructed
    /// It was asked and gave up; it can be asked again.
    case failed
    /// It can be asked.
    case ready

    /// Whether asking can help.
    public var canBeAsked: Bool { self == .ready || self == .failed }
}

/// The standings of all sources of a history, slot by slot, going forward.
struct SourceStandings: Sendable {
    private struct Track: Sendable {
        var reach: Range<Int64>?
        var isServing = false
        var isObstructed = false
        var asserted = SlotList()
        var limited = SlotList()
        var notEntitled = SlotList()
        var failed = SlotList()
    }

    /// One for each source, in the order given.
    private(set) var all: [SourceStanding] = []
    private var tracks: [Track] = []

    mutating func read(_ outlooks: [SourceOutlook], _ grid: SlotGrid, tellsAsserted: Bool) {
        if all.count != outlooks.count { all = Array(repeating: .absent, count: outlooks.count) }
        while tracks.count < outlooks.count { tracks.append(Track()) }
        for index in outlooks.indices {
            tracks[index].reach = outlooks[index].reach.flatMap { grid.whole($0) }
            tracks[index].isServing = outlooks[index].reach != nil
            tracks[index].isObstructed = outlooks[index].obstacle != nil
            tracks[index].limited.take(openingIn: outlooks[index].limited, grid)
            if tellsAsserted {
                tracks[index].asserted.take(whole: outlooks[index].covered, grid)
            } else {
                tracks[index].asserted.removeAll()
            }
            read(outlooks[index].failures, of: index, grid)
        }
    }

    private mutating func read(_ failures: [SourceOutlook.Failure], of index: Int, _ grid: SlotGrid) {
        if failures.isEmpty {
            tracks[index].notEntitled.removeAll()
            tracks[index].failed.removeAll()
        } else {
            let entitlement = failures.filter { $0.errorClass == SourceOutlook.Failure.notEntitled }
            let others = failures.filter { $0.errorClass != SourceOutlook.Failure.notEntitled }
            tracks[index].notEntitled.take(openingIn: RangeSet(entitlement.map(\.range)), grid)
            tracks[index].failed.take(openingIn: RangeSet(others.map(\.range)), grid)
        }
    }

    mutating func rewind() {
        for index in all.indices {
            tracks[index].asserted.rewind()
            tracks[index].limited.rewind()
            tracks[index].notEntitled.rewind()
            tracks[index].failed.rewind()
        }
    }

    /// Goes on to a slot; the first slot behind it at which a standing can be another.
    mutating func move(to slot: Int64) -> Int64 {
        var until = Int64.max
        for index in all.indices { all[index] = Self.standing(&tracks[index], at: slot, until: &until) }
        return until
    }

    private static func standing(_ track: inout Track, at slot: Int64, until: inout Int64) -> SourceStanding {
        if track.asserted.holds(slot, until: &until) { return .asserted }
        guard track.isServing else { return .absent }
        guard let reach = track.reach else { return .beyond }
        if slot < reach.lowerBound {
            until = min(until, reach.lowerBound)
            return .beyond
        }
        guard slot < reach.upperBound else { return .beyond }
        until = min(until, reach.upperBound)
        if track.limited.holds(slot, until: &until) { return .limited }
        if track.notEntitled.holds(slot, until: &until) { return .notEntitled }
        if track.isObstructed { return .obstructed }
        return track.failed.holds(slot, until: &until) ? .failed : .ready
    }
}
