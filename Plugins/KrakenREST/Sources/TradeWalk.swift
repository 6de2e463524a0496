import AdapterKit
import AdapterKitJSON

/// Trades, page by page: each page begins behind a cursor in nanoseconds, and names the time of its last trade in `last`.
/// The next cursor is made from that, never from a row's time, which is rounded.
///
/// One order can make many trades at one instant, and a page can end between them. So the next page is asked from one
/// nanosecond before `last`, and the trades that were there already are known by their ids. Trades without ids (recordings
/// of the first years) are walked by `last` as it stands.
struct TradeWalk {
    /// What is asked of a page, and the most that Kraken gives.
    static let rowsPerPage: Int64 = 1000
    /// A row's time is rounded to as little as four decimals of a second; what is asked around an end of the range, and
    /// cut by the rows' own times, has this much room for it.
    private static let rounding = Nanoseconds.second / 1000
    /// The host's clock may be this much ahead of Kraken's: so late is no trade asserted to be missing.
    private static let skew = Nanoseconds.minute

    private let pair: String
    private let asked: Range<Int64>
    private var cursor: Int64
    private var isDone = false
    /// The ids of the last trades of the page before: all that have its last time.
    private var seen: [Int64] = []
    private var assertedTo: Int64
    /// Done by an earlier session on the first page.
    private var skip: (rows: Int, rejects: Int) = (0, 0)

    // The page that is being given out.
    private(set) var isRead = false
    private var page = TradePage()

    init(_ query: Query) throws(AdapterFailure) {
        pair = try PairName.of(query)
        asked = query.start..<max(query.start, query.end)
        // Trades AFTER the cursor are given. Without one Kraken would give the newest page.
        cursor = query.start > Self.rounding ? query.start - Self.rounding - 1 : 0
        assertedTo = query.start
        guard let token = try ResumeToken(query.resumeToken, kind: "t", atLeast: 4) else { return }
        cursor = min(max(0, token.numbers[0]), .max - 1)
        skip = (Int(token.numbers[1]), Int(token.numbers[2]))
        assertedTo = max(assertedTo, token.numbers[3])
        seen = Array(token.numbers[4...])
    }

    func nextAddress() -> HTTPAddress? {
        if isDone || asked.isEmpty { return nil }
        var address = HTTPAddress("0", "public", "Trades")
        address.add("pair", pair)
        address.add("since", String(cursor))
        address.add("count", String(Self.rowsPerPage))
        return address
    }

    mutating func read(_ document: JSONDocument, receivedAt: Int64) throws(AdapterFailure) {
        do throws(JSONError) {
            page = try TradePage(document, asked: asked, after: seen, latest: receivedAt + Self.skew)
        } catch {
            throw AdapterFailure(error, in: "Kraken's trades")
        }
        // Where the page before ended: the cursor, or a nanosecond behind it.
        let before = seen.isEmpty ? cursor : cursor + 1
        let isFull = page.listed >= Self.rowsPerPage
        if page.last < cursor || isFull && page.last <= before {
            throw AdapterFailure(
                .malformed,
                "Kraken's trades: the page after \(cursor) names \(page.last) as the next one, so that it would be asked again"
                    + " and again; expected a later one")
        }
        isRead = true
        page.rows.skip(rows: skip.rows, rejects: skip.rejects)
        skip = (0, 0)
        isDone = page.reachesEnd || !isFull
        if page.reachesEnd {
            page.coveredTo = asked.upperBound
        } else if isDone {
            page.coveredTo = max(page.newest == .min ? .min : page.newest + 1, receivedAt - Self.skew)
        } else {
            // Trades of the same rounded time may be on the next page.
            page.coveredTo = min(page.newest, page.last)
        }
    }

    mutating func write(into batch: inout BatchWriter) -> Decoded {
        let isOut = page.rows.write(into: &batch)
        let upTo = min(isOut ? page.coveredTo : min(page.nextTime, page.coveredTo), asked.upperBound)
        var assertions: [Assertion] = []
        if upTo > assertedTo {
            assertions.append(Assertion(.covered, start: assertedTo, end: upTo))
            assertedTo = upTo
        }
        var progress = [cursor, Int64(page.rows.rowsDone), Int64(page.rows.rejectsDone)]
        if isOut {
            seen = page.lastIDs
            cursor = seen.isEmpty ? page.last : page.last - 1
            isRead = false
            progress = [cursor, 0, 0]
        }
        let token = ResumeToken(kind: "t", progress + [assertedTo] + seen)
        return Decoded(
            consumed: 0, isFull: !isOut, assertions: assertions, resumeToken: isOut && isDone ? "" : token.text)
    }
}
