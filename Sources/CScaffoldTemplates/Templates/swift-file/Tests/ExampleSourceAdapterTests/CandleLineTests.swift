import AdapterKit
import Testing

@testable import ExampleSourceAdapter

/// The parts of the adapter, each by itself. The whole of it is looked at by `candlewick adapter check .`
@Suite struct CandleLineTests {
    private func read(_ line: String) -> Candle? {
        LineReader.read(Array(line.utf8).span, isLast: true, linesBefore: 1) { reader in
            reader.nextLine() ? CandleLine.read(&reader) : nil
        }
    }

    @Test func line_ofSixColumns_isACandle() throws {
        let candle = try #require(read("1704067200,1,2,0.5,1.5,1.19637e3\n"))
        #expect(candle.openTime == 1_704_067_200 * Nanoseconds.second)
        #expect(candle.high == 2 && candle.low == 0.5 && candle.volume == 1196.37 && candle.trades == -1)
    }

    @Test(arguments: [
        ("1704067200,1,2,0.5,1.5", Reject.Code.columns), ("1704067200,1,2,0.5,1.5,10,3", .columns),
        ("yesterday,1,2,0.5,1.5,10", .time), ("-1,1,2,0.5,1.5,10", .time), ("1704067200,1,2,,1.5,10", .number),
        ("1704067200,1,2,0.5,1.5,ten", .number),
    ])
    func line_thatIsNoCandle_saysWhy(line: String, code: Reject.Code) {
        #expect(read(line) == nil)
        let bytes = Array(line.utf8)
        #expect(CandleLine.problem(bytes.span, 0..<bytes.count).code == code)
    }

    @Test func name_ofAFile_tellsItsSeries() throws {
        let identity = try Source.identify(path: "some/folder/BTC-USD_60.csv")
        #expect(identity.interval == Nanoseconds.hour && identity.base == "BTC" && identity.quote == "USD")
    }

    @Test(arguments: ["", "BTC-USD.csv", "BTCUSD_60.csv", "BTC-USD_7.csv", "BTC-USD_060.csv", "BTC-USD_60.csv.gz"])
    func name_ofAnotherFile_isRefused(name: String) {
        let failure = #expect(throws: AdapterFailure.self) { try Source.identify(path: name) }
        #expect(failure?.errorClass == .invalidQuery)
    }

    @Test(arguments: ["x", "1 0 1 1 1", "2 1 1 1 1", "1 1 1 1", "1 1 1 1 9223372036854775807"])
    func token_thatIsNone_isRefused(token: String) throws {
        let failure = #expect(throws: AdapterFailure.self) { try Place(token: token) }
        #expect(failure?.errorClass == .invalidQuery)
        let place = try Place(token: "1 31 1 -9223372036854775808 0")
        #expect(try Place(token: place.token) == place)
    }
}
