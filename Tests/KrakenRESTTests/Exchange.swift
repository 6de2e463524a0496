import Conformance
import AdapterHost
import MarketData

/// A source that answers by Kraken's rules: the newest 720 candles, also those without trades, the last one forming;
/// a thousand trades after a cursor in nanoseconds, their times rounded to four decimals.
struct Exchange: Sendable {
    /// 2023-07-02T00:00:30Z.
    static let now = Timestamp(nanoseconds: 1_688_256_030_000_000_000)
    /// Seconds before now at which its market began.
    static let age: Int64 = 40_000

    struct Trade: Sendable {
        var time: Int64
        var price: Int
        var id: Int
    }

    /// Some three thousand, four of them at one instant now and then, in bursts with quiet minutes between.
    let trades: [Trade] = {
        var trades: [Trade] = []
        var time = now.nanoseconds - age * Kraken.second
        var state: UInt64 = 7
        while time < now.nanoseconds - 5 * Kraken.second {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let step = Int64(state >> 33) % (20 * Kraken.second)
            time += state >> 40 & 63 == 0 ? 700 * Kraken.second : step
            for _ in 0..<(state >> 50 & 31 == 0 ? 4 : 1) where time < now.nanoseconds {
                trades.append(Trade(time: time, price: 30_000 + Int(state >> 20 & 255), id: 1 + trades.count))
            }
        }
        return trades
    }()

    func reply(_ request: HTTPRequest) throws -> CaseReply {
        let parts = request.address.split(separator: "?")
        var values: [Substring: Int64] = [:]
        for pair in parts.last?.split(separator: "&") ?? [] {
            let name = pair.prefix { $0 != "=" }
            values[name] = Int64(pair.dropFirst(name.count + 1)) ?? 0
        }
        switch parts.first {
        case "/0/public/OHLC": return candles(minutes: values["interval"] ?? 1, since: values["since"] ?? 0)
        case "/0/public/Trades": return page(since: values["since"], count: Int(values["count"] ?? 1000))
        default: throw CaseProblem("Kraken has no \(request.address)")
        }
    }

    private func page(since: Int64?, count: Int) -> CaseReply {
        let later = since.map { since in trades.drop { $0.time <= since } } ?? trades.suffix(count)
        let page = later.prefix(count)
        let rows = page.map { trade in
            // Rounded to the nearest tenth of a millisecond.
            let tenths = (trade.time + 50_000) / 100_000
            let fraction = "\(10_000 + tenths % 10_000)".dropFirst()
            return "[\"\(trade.price).5\",\"0.25\",\(tenths / 10_000).\(fraction),\"b\",\"l\",\"\",\(trade.id)]"
        }
        return reply(rows, last: "\"\(page.last?.time ?? since ?? 0)\"")
    }

    private func candles(minutes: Int64, since: Int64) -> CaseReply {
        let length = minutes * 60
        let forming = Self.now.nanoseconds / Kraken.second / length * length
        let first = (Self.now.nanoseconds / Kraken.second - Self.age) / length * length
        let all = Array(stride(from: first, through: forming, by: Int(length)))
        var close = 30_000
        var groups: [Int64: [Trade]] = [:]
        for trade in trades { groups[trade.time / Kraken.second / length * length, default: []].append(trade) }
        let lines = all.map { open in
            let group = groups[open] ?? []
            let prices = group.isEmpty ? [close] : group.map(\.price)
            close = prices.last ?? close
            let (low, high) = (prices.min() ?? 0, prices.max() ?? 0)
            let values = [prices[0], high, low, close].map { "\"\($0).5\"" }.joined(separator: ",")
            let average = group.isEmpty ? "0.0" : "\(low).5"
            return (open, "[\(open),\(values),\"\(average)\",\"\(Double(group.count) / 4)\",\(group.count)]")
        }
        let rows = lines.suffix(720).filter { $0.0 > since || $0.0 == forming }.map(\.1)
        return reply(rows, last: "\(forming - length)")
    }

    private func reply(_ rows: [String], last: String) -> CaseReply {
        let text = "{\"error\":[],\"result\":{\"XXBTZUSD\":[\(rows.joined(separator: ","))],\"last\":\(last)}}"
        return CaseReply(contentType: "application/json", receivedAt: Self.now, body: Array(text.utf8))
    }
}
