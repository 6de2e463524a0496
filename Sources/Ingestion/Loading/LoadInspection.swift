import AdapterHost
import MarketData
import Pipeline
import Storage

/// Validation and deduplication of what one part of a load gives, over all of its replies and sessions.
struct LoadInspection {
    private let wish: LoadWish
    private let source: SourceAdapter
    private var single: RowInspector?
    private var group: GroupInspector?
    /// The series by their places; one, unless all of a category is asked for.
    private(set) var series: [Series] = []
    private var placesOfNames: [Instrument: Int] = [:]
    /// Places of this session's string ids; -1 for one that is no instrument's.
    private var placesOfIDs: [UInt32: Int] = [:]

    init(_ wish: LoadWish, _ source: SourceAdapter) {
        (self.wish, self.source) = (wish, source)
        if case .instrument(let instrument, _) = wish.subject {
            series = [Series(instrument, wish.kind, source: source.seriesSource(adjusted: wish.adjusted))]
        }
    }

    /// String ids mean something else from now on, and rows may come again: those of candles change nothing then, and
    /// trades are numbered on only where the session goes on behind them.
    mutating func beginSession(behind token: [UInt8]) {
        placesOfIDs = [:]
        group = nil
        if wish.kind != .trades || token.isEmpty { single = nil }
    }

    /// Further rows come from a reply of that time.
    mutating func beginReply(at moment: Timestamp) {
        let end = Timestamp(nanoseconds: wish.range.end.nanoseconds - 1)
        let (earliest, latest) = (max(floor, wish.range.start), min(moment, end))
        switch wish.kind {
        case .trades:
            let rules = TradeRules(earliest: earliest, now: latest)
            if case .trades(var inspector)? = single {
                inspector.goOn(rules)
                single = .trades(inspector)
            } else {
                single = .trades(TradeInspector(rules))
            }
        case .candles(let interval):
            let rules = CandleRules(
                interval: interval, alignment: alignment(interval), earliest: earliest, now: latest)
            if case .group = wish.subject {
                group == nil ? group = GroupInspector(rules) : group?.goOn(rules)
            } else if case .candles(var inspector)? = single {
                inspector.goOn(rules)
                single = .candles(inspector)
            } else {
                single = .candles(CandleInspector(rules))
            }
        }
    }

    /// Leaves the good rows in the batch, each with its series' place.
    mutating func inspect(
        _ batch: RowBatch, of session: AdapterSession, rejects: inout RejectLog
    ) -> InspectionCount {
        if case .group = wish.subject, case .candles(let rows) = batch {
            let strangers = place(rows, session, &rejects)
            guard var count = group?.inspect(rows, rejects: &rejects, rawText: { _ in "" }) else {
                preconditionFailure("a reply begins before its rows")
            }
            count.rejected += strangers
            return count
        }
        guard let count = single?.inspect(batch, rejects: &rejects, rawText: { _ in "" }) else {
            preconditionFailure("a reply begins before its rows")
        }
        return count
    }

    /// The series that a string id stands for: the one that was asked for where there is no id.
    mutating func scope(of symbol: UInt32, in session: AdapterSession, else scope: CoverageScope) -> CoverageScope? {
        if symbol == 0 { return scope }
        guard case .group = wish.subject else { return scope }
        return place(of: symbol, session).map { .series(series[$0]) }
    }

    /// Puts places instead of string ids; rows of names that are none are taken out.
    private mutating func place(_ rows: CandleBatch, _ session: AdapterSession, _ rejects: inout RejectLog) -> Int {
        var kept = 0
        for row in 0..<rows.count {
            guard let place = place(of: rows.symbol[row], session) else {
                let (name, record, position) = (
                    session.text(of: rows.symbol[row]) ?? "", rows.row[row], rows.position[row]
                )
                rejects.add(.text) {
                    Reject(
                        row: record, position: position, code: .text,
                        reason: "\(name.debugDescription) is no instrument's name; expected 1 to 32 letters, digits or "
                            + ". - _ :, or two of them with / between", raw: name)
                }
                continue
            }
            if row != kept { rows.move(rows: row..<row + 1, to: kept) }
            rows.symbol[kept] = UInt32(place)
            kept += 1
        }
        defer { rows.count = kept }
        return rows.count - kept
    }

    private mutating func place(of symbol: UInt32, _ session: AdapterSession) -> Int? {
        if let place = placesOfIDs[symbol] { return place < 0 ? nil : place }
        let place = session.text(of: symbol).flatMap(instrument).map { instrument in
            if let known = placesOfNames[instrument] { return known }
            series.append(
                Series(instrument, wish.kind, source: source.seriesSource(adjusted: wish.adjusted)))
            placesOfNames[instrument] = series.count - 1
            return series.count - 1
        }
        placesOfIDs[symbol] = place ?? -1
        return place
    }

    /// `BASE/QUOTE`, or a base in the quote that was asked for; nil for what can be neither.
    private func instrument(_ name: String) -> Instrument? {
        guard case .group(_, let quote) = wish.subject else { return nil }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2 else { return nil }
        // A name that is none is a reject, whatever is wrong with it.
        return try? source.aliases.instrument(base: parts[0], quote: parts.count == 2 ? parts[1] : quote)
    }

    /// Nothing of a market is earlier: Bitcoin's first block for what may be one of its kind.
    private var floor: Timestamp {
        let category: AssetCategory? =
            switch wish.subject {
            case .instrument(_, let category): category
            case .group(let category, _): category
            }
        return category == nil || category == .crypto ? .firstPlausible : Timestamp(nanoseconds: 0)
    }

    /// Sources begin days where they are, and weeks on different days.
    private func alignment(_ interval: Interval) -> Interval {
        let zone = source.adapter.manifest.descriptor.dayZone
        let longest: Int64 = zone == "UTC" ? 86_400_000_000_000 : 3_600_000_000_000
        return Interval(nanoseconds: min(interval.nanoseconds, longest)) ?? interval
    }
}
