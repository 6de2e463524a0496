import AdapterHost
import Foundation
import MarketData
import Testing

@Suite struct SessionTests {
    private func read(_ text: String, name: String = "XBTUSD_1.csv") throws -> Reading {
        try FileReader(name, Array(text.utf8)).read()
    }

    @Test func assertion_ofCandles_runsToTheEndOfTheLast() throws {
        let reading = try read("1672531200,1,1,1,1,1,1\n1672531800,1,1,1,1,1,1\n")
        let range = TimeRange(
            Timestamp(nanoseconds: 1_672_531_200_000_000_000), Timestamp(nanoseconds: 1_672_531_860_000_000_000))
        #expect(reading.assertions == [RangeAssertion(.covered, range: try #require(range))])
    }

    @Test func assertion_ofTrades_runsToTheLast() throws {
        let reading = try read("1672531200,1,1\n1672531800.5,1,1\n", name: "XBTUSD.csv")
        let range = TimeRange(
            Timestamp(nanoseconds: 1_672_531_200_000_000_000), Timestamp(nanoseconds: 1_672_531_800_500_000_001))
        #expect(reading.assertions == [RangeAssertion(.covered, range: try #require(range))])
    }

    @Test func assertion_ofTradesWhileTheFileGoesOn_endsBeforeTheLastInstant() throws {
        // The second and the third trade share an instant, and a batch holds one.
        let text = "1672531200,1,1\n1672531800,1,1\n1672531800,2,1\n"
        let session = try Kraken.begin("XBTUSD.csv")
        _ = try session.nextRequest()
        let bytes = Array(text.utf8)
        var (position, ends): (Int, [Int64?]) = (0, [])
        var isFull = true
        while isFull {
            // Bytes have no padding that could be read.
            let decoded = try unsafe session.decode(
                bytes.span.bytes.extracting(position..<bytes.count), position: Int64(position), isLast: true,
                reply: .file(receivedAt: Kraken.now), into: TradeBatch(capacity: 1))
            position += decoded.consumed
            isFull = decoded.isFull
            ends.append(decoded.assertions.last?.range.end.nanoseconds)
        }
        #expect(ends.dropLast().allSatisfy { $0.map { $0 <= 1_672_531_800_000_000_000 } ?? true })
        #expect(ends.last == 1_672_531_800_000_000_001)
    }

    @Test func assertion_withTimesThatCannotBe_leavesThemOut() throws {
        // After the host's clock, and before 1970: rows for the pipeline to refuse, no claim over centuries.
        let reading = try read("-5,1,1,1,1,1,1\n1672531200,1,1,1,1,1,1\n9000000000,1,1,1,1,1,1\n")
        #expect(reading.rows.count == 3)
        let range = TimeRange(
            Timestamp(nanoseconds: 1_672_531_200_000_000_000), Timestamp(nanoseconds: 1_672_531_260_000_000_000))
        #expect(reading.assertions == [RangeAssertion(.covered, range: try #require(range))])
    }

    @Test(arguments: ["", "\n", "\r\n\r\n", "\u{FEFF}", "time,open,high,low,close,volume,trades\n", "\n \n"])
    func file_withoutData_hasNoRowsAndNoError(text: String) throws {
        #expect(try read(text) == Reading())
    }

    @Test func lines_ofSixAndSeven_goUpAndNotDown() throws {
        let reading = try read("60,1,1,1,1,1\n120,1,1,1,1,1,9\n180,1,1,1,1,1\n240,1,1,1,1,1,8\n")
        #expect(reading.rows.map(\.count) == [-1, 9, 8])
        #expect(reading.rejects.map(\.row) == [3])
    }

    @Test(arguments: [(63, true), (64, false)])
    func badLines_beforeAGoodOne_loseTheFileOnlyAfterSixtyFour(bad: Int, isRead: Bool) throws {
        let text = String(repeating: "no,line\n", count: bad) + "1672531200,1,1,1,1,1,1\n"
        let reading = try read(text)
        #expect(reading.rows.count == (isRead ? 1 : 0) && reading.rejects.count == (isRead ? bad : 0))
        #expect(reading.failure?.errorClass == (isRead ? nil : .malformed))
        #expect(reading.failure?.row == (isRead ? nil : 1))
    }

    @Test func numberThatIsNone_inTheOnlyLine_isARejectAndNoLostFile() throws {
        let reading = try read("1672531200,1,nan,1,1,1,1\n")
        #expect(reading.failure == nil && reading.rejects.map(\.code) == [.number])
    }

    @Test func rejects_moreThanABatchHolds_allCome() throws {
        let text = "1672531200,1,1,1,1,1,1\n" + String(repeating: "1672531200,1,x,1,1,1,1\n", count: 5000)
        let reading = try read(text)
        #expect(reading.rows.count == 1 && reading.rejects.map(\.row) == Array(2...5001))
    }

    @Test func firstLine_withoutAnEnd_isRefusedBeforeAllIsRead() throws {
        let session = try Kraken.begin("XBTUSD_1.csv")
        _ = try session.nextRequest()
        let bytes = [UInt8](repeating: UInt8(ascii: "1"), count: 1 << 20)
        var refusal: AdapterError?
        do throws(AdapterError) {
            // Bytes have no padding that could be read.
            _ = try unsafe session.decode(
                bytes.span.bytes, position: 0, isLast: false, reply: .file(receivedAt: Kraken.now),
                into: CandleBatch(capacity: 1))
        } catch {
            refusal = error
        }
        #expect(refusal?.errorClass == .malformed)
    }

    @Test(arguments: [
        "x", "1 0 0 c8 0 0", "1 -1 0 c7 0 0", "2 0 0 c7 0 0", "1 0 0 tpv 0 0", "1 0 0 c7 0", "1 a 0 c7 0 0",
    ])
    func token_ofNoSession_isAnInvalidQuery(token: String) throws {
        let error = #expect(throws: AdapterError.self) { try Kraken.begin("XBTUSD_1.csv", token: Array(token.utf8)) }
        #expect(error?.errorClass == .invalidQuery)
    }

    @Test func token_beyondAShorterFile_isMalformed() throws {
        let text = "1672531200,1,1,1,1,1,1\n1672531260,1,1,1,1,1,1\n"
        let stops = try FileReader("XBTUSD_1.csv", Array(text.utf8)).readWithStops().stops
        let token = try #require(stops.last?.token)
        let reading = try FileReader("XBTUSD_1.csv", Array(text.utf8.prefix(23)), token: token).read()
        #expect(reading.rows.isEmpty && reading.failure?.errorClass == .malformed)
    }

    @Test func token_ofTheEnd_givesNothingMore() throws {
        let text = Array("1672531200,1,1,1,1,1,1\n".utf8)
        let token = try #require(try FileReader("XBTUSD_1.csv", text).readWithStops().stops.last?.token)
        let rest = try FileReader("XBTUSD_1.csv", text, token: token).read()
        #expect(rest.rows.isEmpty && rest.failure == nil)
        // And what was appended since.
        let longer = text + Array("1672531260,2,2,2,2,2,2\n".utf8)
        #expect(try FileReader("XBTUSD_1.csv", longer, token: token).read().rows.map(\.row) == [2])
    }

    @Test func interval_thatTheDumpsDoNotHave_isAnInvalidQuery() throws {
        let adapter = try Kraken.adapter()
        let week = try #require(Interval(minutes: 10_080))
        let error = #expect(throws: AdapterError.self) {
            try adapter.begin(SessionQuery(.candles(week), fileName: "XBTUSD_10080.csv"), now: Kraken.now)
        }
        #expect(error?.errorClass == .invalidQuery)
    }

    @Test func library_showsExactlyOneSymbol() throws {
        let nm = Process()
        nm.executableURL = URL(filePath: "/usr/bin/nm")
        nm.arguments = ["-D", "--defined-only", try Kraken.adapter().libraryPath]
        let output = Pipe()
        nm.standardOutput = output
        try nm.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        nm.waitUntilExit()
        #expect(nm.terminationStatus == 0)
        #expect(text.split(separator: "\n").map { $0.split(separator: " ").last } == ["candlewick_adapter_entry"])
    }
}
