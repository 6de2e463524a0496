import AdapterKit
import AdapterKitJSON

/// Candles: one request, of which the answer is a list of at most 720 intervals without a hole, also of those without
/// trades, up to the one that is still forming.
struct CandleList {
    private let pair: String
    private let interval: Int64
    private let asked: Range<Int64>
    /// The open time of the interval that holds the start: the list reaches back far enough when it has it.
    private let firstOpen: Int64
    private let token: ResumeToken?
    private(set) var isRead = false
    private var isDone = false
    private var rows = ReplyRows<Candle>()
    private var covered = Covered()
    private var limit: Assertion?
    private var listStart: Int64 = 0

    init(_ query: Query) throws(AdapterFailure) {
        pair = try PairName.of(query)
        interval = query.interval
        guard KrakenREST.descriptor.intervals.contains(interval) else {
            throw AdapterFailure(
                .invalidQuery,
                "Kraken has no candles of \(interval / Nanoseconds.minute) minutes; it has \(KrakenREST.minutes)")
        }
        asked = query.start..<max(query.start, query.end)
        // Kraken counts all its intervals from 1970.
        firstOpen = query.start < 0 ? query.start : query.start / interval * interval
        token = try ResumeToken(query.resumeToken, kind: "c", atLeast: 3)
    }

    func nextAddress() -> HTTPAddress? {
        if isDone { return nil }
        var address = HTTPAddress("0", "public", "OHLC")
        address.add("pair", pair)
        address.add("interval", String(interval / Nanoseconds.minute))
        // Candles AFTER that time are given: one interval earlier, the one that holds the start is among them.
        let since = firstOpen < interval ? 0 : (firstOpen - interval) / Nanoseconds.second
        if since > 0 { address.add("since", String(since)) }
        return address
    }

    mutating func read(_ document: JSONDocument, receivedAt: Int64) throws(AdapterFailure) {
        do throws(JSONError) {
            let result = try document.root.object("result")
            let last = try result.time("last", in: .seconds)
            guard result.count == 2 else {
                throw JSONError(.kind, "'result' holds no single list of candles beside 'last'", at: result.position)
            }
            var members = result.members
            while let member = members.next() {
                if member.name.says("last") { continue }
                guard member.value.kind == .array else {
                    throw member.value.wrong(name: nil, expected: "a list of candles", .kind)
                }
                take(member.value, last: last, receivedAt: receivedAt)
            }
        } catch {
            throw AdapterFailure(error, in: "Kraken's candles")
        }
        isRead = true
        // The list begins where it did: what was delivered of it is the same.
        if let token, token.numbers[0] == listStart {
            rows.skip(rows: Int(token.numbers[1]), rejects: Int(token.numbers[2]))
        }
    }

    /// Judges the rows one by one; a bad one is a reject, and its interval is not asserted.
    private mutating func take(_ list: JSONValue, last: Int64, receivedAt: Int64) {
        var elements = list.elements
        var previous: Candle?
        while let element = elements.next() {
            let row = Int64(elements.place)
            do throws(JSONError) {
                let time = try element.time(0, "time", in: .seconds)
                guard time >= 0, time % interval == 0 else {
                    throw JSONError(
                        .time, "the time '\(time / Nanoseconds.second)' is no start of an interval",
                        at: element.position)
                }
                if row == 1, time <= receivedAt { beginList(time) }
                let isForming = time > last || time > receivedAt - interval
                if isForming {
                    guard time <= receivedAt + interval else {
                        throw JSONError(.time, "the candle is still to come when the reply does", at: element.position)
                    }
                    continue
                }
                guard time >= firstOpen, time < asked.upperBound else { continue }
                let candle = try CandleRow.candle(element, time: time, row: row)
                if let before = previous, time <= before.openTime {
                    if CandleRow.areEqual(candle, before) { continue }
                    throw JSONError(
                        .notJSON,
                        "the interval was in the list already, with other values, or the list goes back in time",
                        at: element.position)
                }
                previous = candle
                covered.add(time..<time + interval, within: asked)
                if time >= asked.lowerBound { rows.rows.append(candle) }
            } catch {
                rows.rejects.append(Reject(error, row: row, record: element.range))
            }
        }
    }

    private mutating func beginList(_ time: Int64) {
        listStart = time
        // Older candles are not to be had, whatever is asked.
        if time > firstOpen, asked.lowerBound < min(time, asked.upperBound) {
            limit = Assertion(.sourceLimit, start: asked.lowerBound, end: min(time, asked.upperBound))
        }
    }

    mutating func write(into batch: inout BatchWriter) -> Decoded {
        isDone = rows.write(into: &batch)
        let upTo = isDone ? .max : rows.rows.dropFirst(rows.rowsDone).first?.openTime ?? .min
        let assertions = (limit.map { [$0] } ?? []) + covered.take(upTo: upTo)
        limit = nil
        let token = ResumeToken(kind: "c", [listStart, Int64(rows.rowsDone), Int64(rows.rejectsDone)])
        return Decoded(
            consumed: 0, isFull: !isDone, assertions: assertions, resumeToken: rows.rowsDone > 0 ? token.text : "")
    }
}
