import Foundation
import ReplayServer
import Transport

/// Four sources as their rules say, on one server, with what none of them has: Kraken's newest 720 candles, Massive's
/// crypto (no stocks in this plan), Finnhub's stocks (nothing else in this plan), the bank's rates.
final class FakeWorld: Sendable {
    let market: FakeKraken
    var server: ReplayServer { market.server }
    static let day: Int64 = 86_400

    init(now: Int64) throws {
        market = try FakeKraken(now: now)
        server.handle("/v2/aggs/ticker/*") { Self.massive($0) }
        server.handle("/api/v1/*") { Self.finnhub($0) }
        let rates = Self.rates(now)
        for name in ["daily", "hist-90d", "hist"] {
            server.handle("/stats/eurofxref/eurofxref-\(name).xml") { _ in ServedReply(rates, contentType: "text/xml") }
        }
    }

    /// What was asked of all sources.
    var asked: [String] { server.requests(on: "*").map(\.target) }

    /// `/v2/aggs/ticker/X:BTCUSD/range/4/hour/FROM/TO`, in milliseconds.
    private static func massive(_ request: ServedRequest) -> ServedReply {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count == 9, let number = Int64(parts[5]), let from = Int64(parts[7]), let to = Int64(parts[8])
        else {
            return ServedReply(#"{"status":"ERROR","error":"bad path"}"#, status: 400)
        }
        guard parts[3].hasPrefix("X:") else {
            return ServedReply(
                #"{"status":"NOT_AUTHORIZED","message":"You are not entitled to this data."}"#, status: 403)
        }
        let minutes = number * (parts[6] == "day" ? 1440 : parts[6] == "hour" ? 60 : 1)
        let length = minutes * 60
        let first = (from / 1000 + length - 1) / length * length
        let rows = stride(from: first, through: to / 1000, by: Int(length)).map { time in
            let candle = FakeKraken.candle(time, minutes)
            return
                #"{"t":\#(time * 1000),"o":\#(candle.open),"h":\#(candle.high),"l":\#(candle.low),"c":\#(candle.close),"v":\#(candle.count),"vw":100.5,"n":\#(candle.count)}"#
        }
        return ServedReply(
            #"{"ticker":"\#(parts[3])","status":"OK","adjusted":false,"queryCount":\#(rows.count),"resultsCount":\#(rows.count),"results":[\#(rows.joined(separator: ","))]}"#
        )
    }

    private static func finnhub(_ request: ServedRequest) -> ServedReply {
        var values: [String: String] = [:]
        for pair in request.query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        guard request.path == "/api/v1/stock/candle", values["resolution"] == "D" else {
            return ServedReply(#"{"error":"You don't have access to this resource."}"#, status: 403)
        }
        guard let from = values["from"].flatMap({ Int64($0) }), let to = values["to"].flatMap({ Int64($0) }) else {
            return ServedReply(#"{"error":"bad"}"#, status: 422)
        }
        let first = (from + day - 1) / day * day
        // 1970-01-01 was a Thursday.
        let days = stride(from: first, through: to, by: Int(day)).filter {
            ($0 / day + 4) % 7 > 0 && ($0 / day + 4) % 7 < 6
        }
        if days.isEmpty { return ServedReply(#"{"s":"no_data"}"#) }
        func list(_ value: (Int64) -> String) -> String { days.map(value).joined(separator: ",") }
        return ServedReply(
            #"{"s":"ok","t":[\#(list { "\($0)" })],"o":[\#(list { _ in "10" })],"h":[\#(list { _ in "12" })],"l":[\#(list { _ in "9" })],"c":[\#(list { _ in "11" })],"v":[\#(list { _ in "100" })]}"#
        )
    }

    /// A rate for every weekday of the last hundred days.
    private static func rates(_ now: Int64) -> String {
        let days = stride(from: now / day * day, to: now - 100 * day, by: -Int(day)).filter {
            ($0 / day + 4) % 7 > 0 && ($0 / day + 4) % 7 < 6
        }
        let cubes = days.map { time in
            let date = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(time))).prefix(10)
            return #"<Cube time="\#(date)"><Cube currency="USD" rate="1.\#(time / day % 90 + 10)"/></Cube>"#
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
            <gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
            <Cube>\(cubes.joined())</Cube></gesmes:Envelope>
            """
    }
}
