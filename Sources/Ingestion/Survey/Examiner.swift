public import Coverage
import MarketData
public import Storage

/// Looks at the rows inside what sources have asserted, where nobody has looked yet, and notes the empty intervals that
/// cannot be believed.
public struct Examiner {
    let store: any TimeSeriesStore
    private let ledger: any Ledger
    private let settings: EvidenceSettings
    private let meter: SyncMeter?
    /// Read into again and again.
    private let buffers = Buffers()

    private final class Buffers {
        lazy var candles = CandleBatch()
        lazy var trades = TradeBatch()
    }

    /// Candles that are judged at once, at most; with their context they are in memory.
    static let window: Int64 = 32_768

    /// An examiner of a store's rows. The meter shows how far it is, and stops it.
    public init(
        _ store: any TimeSeriesStore, _ ledger: any Ledger, settings: EvidenceSettings = EvidenceSettings(),
        meter: SyncMeter? = nil
    ) {
        (self.store, self.ledger, self.settings, self.meter) = (store, ledger, settings, meter)
    }

    /// Series of which something is not examined yet.
    struct Task {
        var series: Series
        var covered: RangeSet
        var pending: RangeSet
    }

    /// Looks at everything that is asserted and not examined; how many suspects it found.
    ///
    /// - Parameter again: looks at what is examined, too: what is noted then takes the place of what was found before.
    /// - Throws: what the store or the ledger throws; what is noted until then stays.
    @discardableResult
    public func run(scope: SurveyScope, again: Bool = false) throws(StorageError) -> Int {
        let identity = try store.identity()
        let assets = Dictionary(
            try ledger.assets().filter(scope.matches).map { ($0.ticker, $0) }, uniquingKeysWith: { first, _ in first })
        let shelf = try shelf(identity, assets)
        let tasks = shelf.tasks(again: again)
        meter?.begin(.evidence, total: Int64(tasks.count))
        if tasks.isEmpty { return 0 }
        try store.awaitVisible()
        var entries: [LedgerEntry] = []
        var found = 0
        for task in tasks {
            if meter?.isStopping == true { break }
            let calendar = TradingCalendar.calendar(for: assets[task.series.instrument.base]?.category)
            let suspects = try suspects(task, shelf, calendar)
            // What was looked at in part is looked at again.
            if meter?.isStopping == true { break }
            found += suspects.count
            entries.append(.examined(Examination(of: task.series, task.pending, in: identity, suspects: suspects)))
            if entries.count == 64 {
                try ledger.record(entries)
                entries = []
            }
            meter?.step()
        }
        if !entries.isEmpty { try ledger.record(entries) }
        return found
    }

    /// How many series there are of which something is asserted and not examined.
    public func pending(scope: SurveyScope) throws(StorageError) -> Int {
        let assets = Dictionary(
            try ledger.assets().filter(scope.matches).map { ($0.ticker, $0) }, uniquingKeysWith: { first, _ in first })
        return try shelf(try store.identity(), assets).tasks(again: false).count
    }

    func shelf(
        _ identity: StoreIdentity, _ assets: [String: Asset], base: String? = nil
    ) throws(StorageError) -> ExaminationShelf {
        var shelf = ExaminationShelf()
        try ledger.eachCoverageSet(in: identity, base: base) { set in
            if case .series(let series) = set.scope, assets[series.instrument.base] != nil {
                shelf.add(set, of: series)
            }
        }
        return shelf
    }

    private func suspects(
        _ task: Task, _ shelf: ExaminationShelf, _ calendar: TradingCalendar
    ) throws(StorageError) -> [Suspect] {
        var suspects: [Suspect] = []
        try eachReport(task, shelf, calendar, onlySuspects: true) { report in
            suspects += report.suspects.map { finding in
                Suspect(
                    task.series, finding.range, Suspect.Reason(finding.reason), evidence: finding.evidence,
                    expectedTrades: finding.expectedTrades)
            }
        }
        return suspects
    }

    /// Judges what is pending of a series piece by piece, so that memory is constant. Pieces that lack nothing are left
    /// out, and those in which nothing can be suspect where only that is wanted.
    func eachReport(
        _ task: Task, _ shelf: ExaminationShelf, _ calendar: TradingCalendar, onlySuspects: Bool = false,
        _ body: (EvidenceReport) -> Void
    ) throws(StorageError) {
        guard let interval = task.series.kind.interval else { return }
        let witnesses = shelf.witnesses(of: task.series)
        for piece in task.pending.ranges.flatMap({ $0.pieces(of: interval, at: most) }) {
            if meter?.isStopping == true { break }
            let (context, own) = try surroundings(of: piece, task, interval)
            if own.fill(piece, interval) { continue }
            let others = try witnesses.map { series throws(StorageError) in
                EvidenceWindow.Witness(series.kind.interval, try rows(series, context))
            }
            // Years before anybody traded: no neighbour, no witness.
            if onlySuspects, own.times.isEmpty, others.allSatisfy(\.rows.times.isEmpty) { continue }
            let window = EvidenceWindow(
                interval, rows: own, judged: RangeSet([piece]),
                known: task.covered.intersection(RangeSet([context])),
                open: calendar == .always ? nil : calendar.open(task.series.kind, in: context), witnesses: others)
            body(window.report(settings))
        }
    }

    private var most: Int64 { Self.window }

    /// A piece with what lies around it, and the rows there.
    ///
    /// A run of empty candles that an edge of the piece cuts has its neighbours in it, too, where they are no further than
    /// a piece: else it would look like one at the edge of what is known.
    private func surroundings(
        of piece: TimeRange, _ task: Task, _ interval: Interval
    ) throws(StorageError) -> (context: TimeRange, rows: EvidenceWindow.Rows) {
        let (candle, side) = (interval.nanoseconds, interval.nanoseconds * Int64(settings.neighbours))
        var times = Int64(settings.neighbours) * 4
        while true {
            let context = piece.widened(by: candle, times: times)
            let own = try rows(task.series, context)
            // Of each side the outermost candle, what lies outside, and that without room for neighbours.
            let isCut =
                [
                    (
                        TimeRange(piece.start, piece.start.advanced(by: candle)), TimeRange(context.start, piece.start),
                        TimeRange(context.start.advanced(by: side), piece.start)
                    ),
                    (
                        TimeRange(piece.end.advanced(by: -candle), piece.end), TimeRange(piece.end, context.end),
                        TimeRange(piece.end, context.end.advanced(by: -side))
                    ),
                ].contains { edge, outside, near in
                    guard let outside, task.covered.holds(outside) else { return false }
                    return !own.lie(in: edge) && !own.lie(in: near)
                }
            if !isCut || times >= Self.window { return (context, own) }
            times = min(times * 8, Self.window)
        }
    }

    private func rows(_ series: Series, _ range: TimeRange) throws(StorageError) -> EvidenceWindow.Rows {
        var times: [Int64] = []
        var trades: [Int64] = []
        guard series.kind != .trades else {
            let batch = buffers.trades
            var position: TradePosition?
            repeat {
                try store.read(series, in: range, after: position, into: batch)
                for row in 0..<batch.count { times.append(batch.time[row]) }
                if batch.count > 0 {
                    position = TradePosition(time: batch.time[batch.count - 1], ordinal: batch.ordinal[batch.count - 1])
                }
            } while batch.count == batch.capacity
            return EvidenceWindow.Rows(times: times)
        }
        let batch = buffers.candles
        var rest: TimeRange? = range
        while let piece = rest {
            try store.read(series, in: piece, into: batch)
            for row in 0..<batch.count {
                times.append(batch.openTime[row])
                trades.append(Int64(batch.trades[row]))
            }
            guard batch.count == batch.capacity else { break }
            rest = TimeRange(Timestamp(nanoseconds: batch.openTime[batch.count - 1] + 1), range.end)
        }
        return EvidenceWindow.Rows(times: times, trades: trades)
    }
}

extension EvidenceWindow.Rows {
    /// Whether one of them is in a range; of no range none is.
    fileprivate func lie(in range: TimeRange?) -> Bool {
        guard let range else { return false }
        return times.contains { $0 >= range.start.nanoseconds && $0 < range.end.nanoseconds }
    }

    /// Whether every candle of a range is there. Rows are open times, none twice.
    fileprivate func fill(_ range: TimeRange, _ interval: Interval) -> Bool {
        let (start, end) = (range.start.nanoseconds, range.end.nanoseconds)
        let count = times.lazy.filter { $0 >= start && $0 < end }.count
        return Int64(count) == (end - start) / interval.nanoseconds
    }
}

/// What is known of the series that may be examined.
struct ExaminationShelf {
    private(set) var covered: [Series: RangeSet] = [:]
    private var examined: [Series: RangeSet] = [:]
    private var bySource: [String: [Series]] = [:]

    mutating func add(_ set: CoverageSet, of series: Series) {
        switch set.content {
        case .covered:
            if covered[series] == nil { bySource[Self.key(series), default: []].append(series) }
            covered[series] = covered[series]?.union(set.ranges) ?? set.ranges
        case .examined: examined[series] = examined[series]?.union(set.ranges) ?? set.ranges
        case .sourceLimit: break
        }
    }

    /// Candles of which something is asserted and not examined, or of all that are asserted, in the order of their names.
    func tasks(again: Bool) -> [Examiner.Task] {
        covered.compactMap { series, covered -> Examiner.Task? in
            guard series.kind != .trades else { return nil }
            let pending = again ? covered : covered.subtracting(examined[series] ?? RangeSet())
            return pending.isEmpty ? nil : Examiner.Task(series: series, covered: covered, pending: pending)
        }.sorted { "\($0.series)" < "\($1.series)" }
    }

    /// The next finer and the next coarser candles of the same instrument and source; trades where there are no finer ones.
    func witnesses(of series: Series) -> [Series] {
        guard let interval = series.kind.interval else { return [] }
        let others = bySource[Self.key(series)] ?? []
        let finer = others.filter { other in
            other.kind.interval.map { $0 < interval && interval.nanoseconds % $0.nanoseconds == 0 } ?? false
        }.max { ($0.kind.interval ?? interval) < ($1.kind.interval ?? interval) }
        let coarser = others.filter { other in
            other.kind.interval.map { interval < $0 && $0.nanoseconds % interval.nanoseconds == 0 } ?? false
        }.min { ($0.kind.interval ?? interval) < ($1.kind.interval ?? interval) }
        return [finer ?? others.first { $0.kind == .trades }, coarser].compactMap(\.self)
    }

    private static func key(_ series: Series) -> String { "\(series.instrument) \(series.source)" }
}

extension Suspect.Reason {
    /// As the evidence has it.
    init(_ reason: SuspectRun.Reason) {
        switch reason {
        case .finer: self = .finer
        case .coarser: self = .coarser
        case .improbable: self = .improbable
        }
    }
}

extension TimeRange {
    /// The range in pieces of so many candles at most, cut where candles open.
    fileprivate func pieces(of interval: Interval, at most: Int64) -> [TimeRange] {
        let (length, overflow) = interval.nanoseconds.multipliedReportingOverflow(by: most)
        if overflow { return [self] }
        var pieces: [TimeRange] = []
        var rest: TimeRange? = self
        while let left = rest {
            let cut = min(left.end, Timestamp(nanoseconds: interval.floor(left.start.advanced(by: length).nanoseconds)))
            guard let piece = TimeRange(left.start, cut) else { return pieces + [left] }
            pieces.append(piece)
            rest = TimeRange(cut, left.end)
        }
        return pieces
    }

    /// So many candles more on both sides.
    fileprivate func widened(by length: Int64, times: Int64) -> TimeRange {
        let (more, overflow) = length.multipliedReportingOverflow(by: times)
        let (first, isBefore) = start.nanoseconds.subtractingReportingOverflow(overflow ? .max : more)
        return TimeRange(
            isBefore ? .earliest : Timestamp(nanoseconds: first), end.advanced(by: overflow ? .max : more)) ?? self
    }
}
