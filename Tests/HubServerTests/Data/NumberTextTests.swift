import MarketData
import NIOCore
import Testing

@testable import HubServer

@Suite struct NumberTextTests {
    /// As `candlewick export` writes it.
    private static func expected(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func texts(_ values: [Double]) throws -> [String] {
        let interval = try #require(Interval(minutes: 1))
        var text = RowText(.csv, Series(DataHub.bitcoin, .candles(interval), source: "x"), capacity: 16)
        let batch = CandleBatch(capacity: 1)
        batch.count = 1
        batch.openTime[0] = DataHub.start
        batch.trades[0] = -1
        var found: [String] = []
        for value in values {
            (batch.open[0], batch.high[0], batch.low[0], batch.close[0]) = (value, 1, 1, 1)
            (batch.volume[0], batch.vwap[0]) = (.nan, .nan)
            text.candle(batch, 0)
            found.append(String(String(buffer: text.taken()).split(separator: ",")[1]))
        }
        return found
    }

    @Test func text_ofNumbersAtTheEdges_isTheShortestThatGivesThemBack() throws {
        let values: [Double] = [
            0, -0.0, 1, -1, 9, 10, 99.5, 100, 0.1, 0.5, 0.25, 1e-4, 9.9999e-5, 1.234e-5, .leastNonzeroMagnitude,
            0.1 + 0.2, 1.0 / 3,
            42283.55, 0.00012345, 1890.08613493, 999_999_999_999_999, 1e15, 1e15 + 1, 9_007_199_254_740_994, 1e16,
            1.7976931348623157e308, 123456789.12345678, 0.123456789, 0.999999995, 99999999.99999999, -12.5,
            4503599627370497.5,
        ]
        #expect(try Self.texts(values) == values.map(Self.expected))
    }

    @Test func text_ofManyNumbers_isTheShortestThatGivesThemBack() throws {
        var state: UInt64 = 42
        func next() -> UInt64 {
            // xorshift: the same every time.
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        var values: [Double] = []
        let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e12]
        for _ in 0..<40_000 {
            let digits = Double(next() % 1_000_000_000_000_000)
            values.append(digits / powers[Int(next() % 11)])
            values.append(Double(next() % 1_000_000) / powers[Int(next() % 11)])
            let any = Double(bitPattern: next())
            if !any.isNaN { values.append(any) }
        }
        #expect(try Self.texts(values) == values.map(Self.expected))
    }

    @Test func time_ofEachSort_isThatOfTheTimestamp() throws {
        let interval = try #require(Interval(minutes: 1))
        var text = RowText(.csv, Series(DataHub.bitcoin, .candles(interval), source: "x"), capacity: 16)
        let batch = CandleBatch(capacity: 1)
        batch.count = 1
        (batch.open[0], batch.high[0], batch.low[0], batch.close[0]) = (1, 1, 1, 1)
        for time: Int64 in [
            0, 1, -1, 86_399_000_000_000, 86_400_000_000_000, DataHub.start + 59, .min, .max, DataHub.start,
        ] {
            batch.openTime[0] = time
            text.candle(batch, 0)
            #expect(
                String(buffer: text.taken()).split(separator: ",").first
                    == Timestamp(nanoseconds: time).description[...])
        }
    }
}

@Suite struct DigitTextTests {
    @Test func digits_ofNumbersOfEachLength_areThoseOfTheNumber() {
        var numbers: [UInt64] = [0, .max, UInt64(Int64.max)]
        var power: UInt64 = 1
        while power < .max / 10 {
            power *= 10
            numbers += [power - 1, power, power + 1, power / 3, power / 7 * 5]
        }
        for number in numbers {
            var room = [UInt8](repeating: 0, count: 40)
            var count = 0
            // Within the array, which lives longer.
            var span = room.mutableSpan
            var bytes = unsafe span.mutableBytes
            DigitText.put(number, &bytes, &count)
            #expect(String(decoding: room[..<count], as: UTF8.self) == "\(number)")
        }
    }
}
