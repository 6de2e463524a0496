/// Made-up replies of Massive's, the same every time, with numbers as long as its real ones.
enum ReplyText {
    /// `/v2/aggs/ticker/X:BTCUSD/range/1/minute/…`: so many minutes.
    static func aggregates(bars: Int) -> [UInt8] {
        var numbers = Numbers(state: 1)
        let rows = (0..<bars).map { index in
            let bar = numbers.bar()
            return #"{\#(bar),"t":\#(firstMinute + index * 60_000),"n":\#(numbers.whole(below: 3000))}"#
        }
        return reply(#""ticker":"X:BTCUSD","#, rows)
    }

    /// `/v2/aggs/grouped/locale/us/market/stocks/2024-01-03`: so many tickers.
    static func grouped(tickers: Int) -> [UInt8] {
        var numbers = Numbers(state: 2)
        let rows = (0..<tickers).map { index in
            let bar = numbers.bar()
            return #"{"T":"\#(ticker(index))",\#(bar),"t":1704315600000,"n":\#(numbers.whole(below: 300_000))}"#
        }
        return reply("", rows)
    }

    /// 2023-01-18T00:00:00Z, milliseconds: a whole number of 50,000 minutes since 1970, so that one request asks for all.
    static let firstMinute = 1_674_000_000_000

    private static func reply(_ start: String, _ rows: [String]) -> [UInt8] {
        let count = rows.count
        return Array(
            """
            {\(start)"queryCount":\(count),"resultsCount":\(count),"adjusted":false,"results":[\(rows.joined(separator: ","))],\
            "status":"OK","request_id":"da0605fbff27a0878f2b20f5e8ec58bb","count":\(count)}
            """.utf8)
    }

    /// A, B, … Z, AA, AB, …
    private static func ticker(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(65 + index % 26)))
        return index < 26 ? letter : ticker(index / 26 - 1) + letter
    }
}

/// Numbers of a seeded generator, written as Massive writes them.
private struct Numbers {
    var state: UInt64

    mutating func whole(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    /// `"v":…,"vw":…,"o":…,"c":…,"h":…,"l":…`
    mutating func bar() -> String {
        let base = Double(1_600_000 + whole(below: 100_000)) / 100
        let volume = Double(whole(below: 1 << 30)) / 1_000_003
        let average = Double(whole(below: 20_000)) / 10_000
        return """
            "v":\(volume),"vw":\(base + average),"o":\(base),"c":\(base + 1.58),"h":\(base + 2.25),"l":\(base - 0.5)
            """
    }
}
