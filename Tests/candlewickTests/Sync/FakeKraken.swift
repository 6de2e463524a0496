import Foundation
import ReplayServer
import Transport

/// Kraken as its rules say, with made-up trades: one at the tenth second of every minute that has any. Candles are what
/// these trades make, whether they come from here or from a file.
final class FakeKraken: Sendable {
    let server: ReplayServer
    /// Seconds since 1970 of the moment that the server takes for now.
    let now: Int64

    static let minute: Int64 = 60

    init(now: Int64 = Int64(Date().timeIntervalSince1970)) throws {
        server = try ReplayServer()
        self.now = now
        server.handle("/0/public/OHLC") { Self.candles($0, now: now) }
        server.handle("/0/public/Trades") { Self.trades($0, now: now) }
    }

    var environment: [String: String] {
        ["CANDLEWICK_KRAKEN_REST_BASE_URL": server.baseURL, "CANDLEWICK_KRAKEN_REST_RATE": "0"]
    }

    /// What was asked of a path, as the queries.
    func asked(_ path: String = "/0/public/OHLC") -> [String] { server.requests(on: path).map(\.query) }

    /// The price of a minute's trade.
    static func price(_ minute: Int64) -> Double { 100 + Double(minute % 97) / 4 }

    struct Candle {
        var time: Int64
        var open: Double
        var high: Double
        var low: Double
        var close: Double
        var count: Int64
    }

    /// The candle of an interval, in minutes, that opens at a time in seconds.
    static func candle(_ time: Int64, _ minutes: Int64) -> Candle {
        let first = time / minute
        // Prices repeat after 97 minutes.
        let prices = (first..<first + min(minutes, 97)).map(price)
        return Candle(
            time: time, open: price(first), high: prices.max() ?? 0, low: prices.min() ?? 0,
            close: price(first + minutes - 1), count: minutes)
    }

    /// Lines of a file in Kraken's layout, of candles that open from one time to another.
    static func file(_ start: Int64, _ end: Int64, _ minutes: Int64, without holes: Range<Int64> = 0..<0) -> String {
        stride(from: start, to: end, by: Int(minutes * minute)).filter { !holes.contains($0) }.map { time in
            let candle = candle(time, minutes)
            return
                "\(time),\(candle.open),\(candle.high),\(candle.low),\(candle.close),\(candle.count),\(candle.count)\n"
        }.joined()
    }

    private static func value(_ name: String, of request: ServedRequest) -> String? {
        request.query.split(separator: "&").first { $0.hasPrefix(name + "=") }.map {
            String($0.dropFirst(name.count + 1))
        }
    }

    private static func candles(_ request: ServedRequest, now: Int64) -> ServedReply {
        guard let minutes = value("interval", of: request).flatMap({ Int64($0) }), let pair = value("pair", of: request)
        else { return ServedReply(#"{"error":["EGeneral:Invalid arguments"]}"#) }
        if pair.hasPrefix("NIX") { return ServedReply(#"{"error":["EQuery:Unknown asset pair"]}"#) }
        let length = minutes * minute
        let forming = now / length * length
        let since = value("since", of: request).flatMap { Int64($0) } ?? 0
        let first = max(forming - 720 * length, (since / length + 1) * length)
        let isQuiet = pair.hasPrefix("QUI")
        let rows = stride(from: first, through: forming, by: Int(length)).map { time in
            // Where nobody traded Kraken repeats the close before.
            if isQuiet { return #"[\#(time),"7","7","7","7","0.0","0",0]"# }
            let candle = candle(time, minutes)
            return
                #"[\#(time),"\#(candle.open)","\#(candle.high)","\#(candle.low)","\#(candle.close)","100.5","\#(candle.count)",\#(candle.count)]"#
        }
        return ServedReply(
            #"{"error":[],"result":{"X\#(pair)":[\#(rows.joined(separator: ","))],"last":\#(forming - length)}}"#)
    }

    private static func trades(_ request: ServedRequest, now: Int64) -> ServedReply {
        let since = value("since", of: request).flatMap { Int64($0) } ?? 0
        // Kraken takes seconds, too; what it gives are nanoseconds.
        let behind = since > 100_000_000_000 ? since / 1_000_000_000 : since
        var rows: [String] = []
        var time = behind / minute * minute + 10
        if time <= behind { time += minute }
        var last = since
        while rows.count < 1000, time <= now {
            rows.append(#"["\#(price(time / minute))","1",\#(time).5,"b","m","",\#(time / minute)]"#)
            last = time * 1_000_000_000 + 500_000_000
            time += minute
        }
        return ServedReply(
            #"{"error":[],"result":{"XXBTZUSD":[\#(rows.joined(separator: ","))],"last":"\#(last)"}}"#)
    }
}
