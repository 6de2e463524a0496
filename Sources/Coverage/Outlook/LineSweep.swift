public import MarketData

/// What makes two stretches that touch one.
public protocol StretchKey {
    /// Whether a stretch that has this key goes on in one that has the other.
    func goesOn(as next: Self) -> Bool
}

/// Goes once through a history and tells its stretches, each with what all sources can do about it: the one walk of which
/// gaps and plans are made.
///
/// Made for one kind of history and one market, and used for one history after the other: its buffers are kept. Costs a
/// few nanoseconds for each range that sources have asserted.
public struct LineSweep: Sendable {
    /// Which part of what is wanted.
    public enum Extent: Sendable {
        /// What no source has asserted.
        case missing
        /// All of it.
        case wanted
    }

    /// How time becomes slots.
    public let grid: SlotGrid
    let open: OpenSlots
    private var wanted: Range<Int64>?
    private var asserted = SlotList()
    private var (one, spare) = (SlotList(), SlotList())
    private var standings = SourceStandings()

    /// A sweep over histories of a kind.
    ///
    /// - Parameter open: the time in which candles can exist.
    public init(_ kind: SeriesKind, open: RangeSet) {
        grid = SlotGrid(kind)
        self.open = OpenSlots(open, grid)
    }

    /// Takes up a history. Candles that begin before `range` or end behind it are not wanted.
    ///
    /// - Parameter tellsAsserted: whether what a source has asserted itself is a standing of its own.
    public mutating func read(_ outlooks: [SourceOutlook], wanted range: TimeRange, tellsAsserted: Bool = false) {
        wanted = grid.whole(range)
        standings.read(outlooks, grid, tellsAsserted: tellsAsserted)
        asserted.removeAll()
        for index in outlooks.indices where !outlooks[index].covered.isEmpty {
            if asserted.count == 0 {
                asserted.take(whole: outlooks[index].covered, grid)
            } else {
                one.take(whole: outlooks[index].covered, grid)
                spare.take(asserted, one)
                swap(&asserted, &spare)
            }
        }
    }

    /// Candles that what is wanted can have; 0 for trades.
    public var expected: Int { wanted.map { count($0) } ?? 0 }

    /// Candles that slots can have; 0 for trades.
    public func count(_ slots: Range<Int64>) -> Int { grid.countsCandles ? open.count(slots) : 0 }

    /// Hands on the stretches in ascending order, each beginning and ending with a slot in which the market is open, as
    /// long as the key goes on; closed time between two open slots does not end one, asserted time does.
    ///
    /// - Parameters:
    ///   - closed: whether to hand on the closed time around them, too, with no key.
    ///   - key: what the standings, one for each source, mean; nil leaves the stretch out.
    public mutating func forEachStretch<Key: StretchKey>(
        _ extent: Extent, closed: Bool = false, key: ([SourceStanding]) -> Key?,
        _ body: (_ slots: Range<Int64>, _ key: Key?) -> Void
    ) {
        guard let wanted else { return }
        standings.rewind()
        var place = SweepPlace<Key>()
        let count = extent == .wanted ? 0 : asserted.count
        var (behind, index) = (wanted.lowerBound, 0)
        while behind < wanted.upperBound {
            let run = index < count ? asserted[index] : wanted.upperBound..<wanted.upperBound
            index += 1
            if behind < run.lowerBound {
                let hole = behind..<min(run.lowerBound, wanted.upperBound)
                // Most holes lie where nothing changes.
                if !closed, hole.upperBound <= place.until {
                    if let key = place.key, let slots = open.trimmed(hole, hint: &place.hint) { body(slots, key) }
                } else {
                    tell(hole, &place, closed: closed, key: key, body)
                }
            }
            behind = max(behind, run.upperBound)
        }
    }

    /// Hands on the stretches of one run.
    private mutating func tell<Key: StretchKey>(
        _ run: Range<Int64>, _ place: inout SweepPlace<Key>, closed: Bool, key: ([SourceStanding]) -> Key?,
        _ body: (_ slots: Range<Int64>, _ key: Key?) -> Void
    ) {
        var at = run.lowerBound
        // The stretch under way, and where the last one ended.
        var (stretch, stretchKey) = (Range<Int64>?.none, Key?.none)
        var told = run.lowerBound
        while at < run.upperBound {
            if at >= place.until {
                place.until = standings.move(to: at)
                place.key = key(standings.all)
            }
            let end = min(run.upperBound, place.until)
            let piece = open.trimmed(at..<end, hint: &place.hint)
            at = end
            guard let piece else { continue }
            if let begun = stretch, let stretchKey, let next = place.key, stretchKey.goesOn(as: next) {
                stretch = begun.lowerBound..<piece.upperBound
                continue
            }
            if let stretch { body(stretch, stretchKey) }
            if closed, let between = SlotGrid.slots(stretch?.upperBound ?? told, piece.lowerBound) {
                body(between, nil)
            }
            (stretch, stretchKey) = (place.key == nil ? nil : piece, place.key)
            told = piece.upperBound
        }
        if let stretch { body(stretch, stretchKey) }
        if closed, let behind = SlotGrid.slots(stretch?.upperBound ?? told, run.upperBound) { body(behind, nil) }
    }
}

/// How far a sweep is.
private struct SweepPlace<Key> {
    /// The first slot for which the key can be another.
    var until = Int64.min
    var key: Key?
    /// Where in the open time.
    var hint = 0
}
