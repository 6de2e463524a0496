import Coverage
import MarketData
import Overview
import Storage

/// What tells something missing from everything else that is, and gives it its place in a list: by history and time, what
/// is suspect behind the gaps. The end has no part in it: a gap that ends now is the same gap tomorrow.
struct GapKey: Comparable {
    var base: String
    var quote: String
    /// Nanoseconds; 0 for trades.
    var interval: Int64
    /// Of what is suspect, which source's rows and why; empty for a gap.
    var suspect: String
    /// ns UTC.
    var start: Int64

    init(_ found: GapScan.Found) {
        (base, quote) = (found.line.instrument.base, found.line.instrument.quote)
        interval = found.line.kind.interval?.nanoseconds ?? 0
        suspect = found.suspect.map { "\($0.series.source) \($0.reason.rawValue)" } ?? ""
        start = found.gap.range.start.nanoseconds
    }

    /// Reads a cursor that `text` has made.
    init(_ cursor: String, for query: String) throws {
        let parts = try PageCursor(cursor, for: query, parts: 5).parts
        guard let interval = Int64(parts[0]), let start = Int64(parts[1]) else { throw PageCursor.problem }
        (base, quote, suspect) = (parts[2], parts[3], parts[4])
        (self.interval, self.start) = (interval, start)
    }

    func text(for query: String) -> String {
        PageCursor([String(interval), String(start), base, quote, suspect]).text(for: query)
    }

    private var isSuspect: Int { suspect.isEmpty ? 0 : 1 }

    static func < (one: GapKey, other: GapKey) -> Bool {
        (one.base, one.quote, one.interval, one.isSuspect, one.start, one.suspect)
            < (other.base, other.quote, other.interval, other.isSuspect, other.start, other.suspect)
    }
}

/// The first rows behind a key, of rows that come in any order: no more than a page is kept.
struct GapPage {
    private let key: GapKey?
    private let limit: Int
    /// In the order of their keys; one more than the page, which says whether there are further ones.
    private var kept: [(key: GapKey, row: GapRow)] = []

    init(behind key: GapKey?, limit: Int) { (self.key, self.limit) = (key, limit) }

    mutating func add(_ found: GapScan.Found) {
        let new = GapKey(found)
        if let key, new <= key { return }
        if kept.count > limit, let last = kept.last, new >= last.key { return }
        // They come nearly in order: what is looked for is at the end.
        let place = kept.lastIndex { $0.key < new }.map { $0 + 1 } ?? 0
        kept.insert((new, GapRow(found)), at: place)
        if kept.count > limit + 1 { kept.removeLast() }
    }

    var rows: [GapRow] { kept.prefix(limit).map(\.row) }

    /// The last row's key, where more follow.
    var next: GapKey? { kept.count > limit ? kept[limit - 1].key : nil }
}
