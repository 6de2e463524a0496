import AdapterHost
import Foundation
import MarketData
import Testing

/// A whole session with a good adapter, in every kind and over every transport.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence), .inBothModes) struct SessionTests {
    private static let file = """
        60,1,2.5,0.5,2,10,AAA
        120,2,3,1,2.5,11
        a header, or something
        =covered,60,300
        180,3,4,2,3.5,12,BBB
        =limit,0,60
        240,1,1,1,1,1,AAA

        """

    private func fileSession(
        _ adapter: LoadedAdapter, _ kind: SessionQuery.Kind = .candles(FullAdapter.minute), token: [UInt8] = [],
        log: LogLines = LogLines()
    ) throws -> AdapterSession {
        let session = try adapter.begin(
            SessionQuery(kind, fileName: "AB-CD_60.txt", resumeToken: token), now: FullAdapter.now, log: log.add)
        #expect(try session.nextRequest() == .file(name: "AB-CD_60.txt"))
        return session
    }

    @Test(arguments: [
        ("dump/AB-CD_60.txt", SeriesKind.candles(FullAdapter.minute)),
        ("AB-CD_3600.txt", .candles(Interval(minutes: 60)!)),
        ("x/y/AB-CD.txt", SeriesKind.trades),
    ])
    func identify_goodName_givesTheSeries(path: String, kind: SeriesKind) throws {
        let full = try FullAdapter()
        let expected = FileIdentity(kind: kind, symbol: "ABCD", base: "AB", quote: "CD")
        #expect(try full.adapter.identify(path: path) == expected)
    }

    @Test(arguments: ["", "ab-cd_60.txt", "AB-CD_60.csv", "AB-CD_0.txt", "AB-CD_60.txt.gz"])
    func identify_otherName_saysWhatWasExpected(path: String) throws {
        let full = try FullAdapter()
        let error = #expect(throws: AdapterError.self) { try full.adapter.identify(path: path) }
        #expect(error?.errorClass == .invalidQuery)
        #expect(error?.file == path)
        #expect(error?.message == "expected BASE-QUOTE.txt or BASE-QUOTE_SECONDS.txt")
    }

    @Test func decode_candlesOfAFile_writesEveryColumn() throws {
        let full = try FullAdapter()
        let session = try fileSession(full.adapter)
        let batch = CandleBatch(capacity: 100)
        let decoded = try #require(try session.decodeAll(Self.file, into: batch).first)
        #expect(decoded.rows == 4 && batch.count == 4 && decoded.consumed == Self.file.utf8.count)
        #expect(!decoded.isFull && !decoded.lastIsForming)
        #expect((0..<4).map { batch.openTime[$0] } == [0, 60_000_000_000, 120_000_000_000, 180_000_000_000])
        #expect((0..<4).map { batch.high[$0] } == [2.5, 3, 4, 1])
        #expect((0..<4).map { batch.trades[$0] } == [-1, -1, -1, -1])
        #expect((0..<4).allSatisfy { batch.vwap[$0].isNaN && batch.flags[$0] == CandleFlags.final })
        #expect((0..<4).map { session.text(of: batch.symbol[$0]) } == ["AAA", "", "BBB", "AAA"])
        #expect(batch.symbol[0] == batch.symbol[3])
        #expect((0..<4).map { batch.row[$0] } == [1, 2, 5, 7])
        #expect((0..<4).map { batch.position[$0] } == [0, 22, 78, 111])
        #expect(try session.nextRequest() == nil)
        #expect(try session.nextRequest() == nil)
    }

    @Test func decode_badRecord_isARejectWithItsPlaceAndText() throws {
        let full = try FullAdapter()
        let decoded = try #require(
            try fileSession(full.adapter).decodeAll(Self.file, into: CandleBatch(capacity: 100)).first)
        #expect(
            decoded.rejects == [
                Reject(
                    row: 3, position: 39, code: .columns, reason: "not a record; expected the columns of this kind",
                    raw: "a header, or something")
            ])
    }

    @Test func decode_assertions_keepClassSymbolAndRange() throws {
        let full = try FullAdapter()
        let session = try fileSession(full.adapter)
        let decoded = try #require(try session.decodeAll(Self.file, into: CandleBatch(capacity: 100)).first)
        #expect(decoded.assertions.map(\.assertionClass) == [.covered, .sourceLimit])
        #expect(
            decoded.assertions.map(\.range.description) == [
                "1970-01-01T00:01:00Z..1970-01-01T00:05:00Z", "1970-01-01T00:00:00Z..1970-01-01T00:01:00Z",
            ])
        #expect(decoded.assertions.map { session.text(of: $0.symbol) } == ["", "OLD"])
    }

    @Test func decode_smallBatch_saysFullAndGoesOn() throws {
        let full = try FullAdapter()
        let results = try fileSession(full.adapter).decodeAll(Self.file, into: CandleBatch(capacity: 1))
        #expect(results.map(\.rows) == [1, 1, 1, 1])
        #expect(results.map(\.isFull) == [true, true, true, false])
        #expect(results.flatMap(\.rejects).count == 1 && results.flatMap(\.assertions).count == 2)
    }

    @Test func decode_moreRejectsThanFit_losesNone() throws {
        let full = try FullAdapter()
        let text = String(repeating: "bad\n", count: 3000)
        let results = try fileSession(full.adapter).decodeAll(text, into: CandleBatch(capacity: 10))
        #expect(results.flatMap(\.rejects).map(\.row) == Array(1...3000))
        #expect(results.count == 3)
    }

    @Test func decode_splitAtEveryByte_givesTheSameRows() throws {
        let full = try FullAdapter()
        let bytes = Array(Self.file.utf8)
        let whole = try rows(of: full.adapter, bytes, splitAt: 0)
        #expect(whole.count == 4)
        for split in 1..<bytes.count {
            #expect(try rows(of: full.adapter, bytes, splitAt: split) == whole, "split at \(split)")
        }
    }

    private func rows(of adapter: LoadedAdapter, _ bytes: [UInt8], splitAt split: Int) throws -> [String] {
        let session = try fileSession(adapter)
        let batch = CandleBatch(capacity: 100)
        var rows: [String] = []
        var start = 0
        for (end, isLast) in [(split, false), (bytes.count, true)] {
            batch.count = 0
            // Bytes of UInt8 have no padding that could be undefined.
            let piece = unsafe bytes.span.bytes.extracting(start..<end)
            let decoded = try session.decode(
                piece, position: Int64(start), isLast: isLast, reply: FullAdapter.reply, into: batch)
            start += decoded.consumed
            for row in 0..<batch.count {
                rows.append(
                    "\(batch.openTime[row]) \(batch.close[row]) \(batch.row[row]) \(batch.position[row]) "
                        + (session.text(of: batch.symbol[row]) ?? "?"))
            }
        }
        return rows
    }

    @Test func decode_withoutFinalNewline_takesTheLastRecord() throws {
        let full = try FullAdapter()
        let decoded = try fileSession(full.adapter).decodeAll("60,1,2,1,2,3", into: CandleBatch(capacity: 9))
        #expect(decoded.map(\.rows) == [1])
    }

    @Test func decode_emptyInput_givesNothing() throws {
        let full = try FullAdapter()
        let decoded = try fileSession(full.adapter).decodeAll("", into: CandleBatch(capacity: 9))
        #expect(decoded.map(\.rows) == [0] && decoded.map(\.consumed) == [0])
    }

    @Test func decode_candleThatClosesAfterTheReply_isForming() throws {
        let full = try FullAdapter()
        let batch = CandleBatch(capacity: 9)
        let decoded = try fileSession(full.adapter).decodeAll("1700000001,1,2,1,2,3\n", into: batch)
        #expect(decoded.map(\.lastIsForming) == [true])
        #expect(batch.flags[0] == 0)
    }

    @Test func decode_trades_writesEveryColumn() throws {
        let full = try FullAdapter()
        let session = try fileSession(full.adapter, .trades)
        let batch = TradeBatch(capacity: 9)
        let decoded = try session.decodeAll("5,1.5,2,b,XYZ\n5,1.5,2,s\n6,1,1,-\n", into: batch)
        #expect(decoded.map(\.rows) == [3])
        #expect((0..<3).map { batch.time[$0] } == [5_000_000_000, 5_000_000_000, 6_000_000_000])
        #expect((0..<3).map { batch.price[$0] } == [1.5, 1.5, 1])
        #expect((0..<3).map { batch.side[$0] } == [TradeSide.buy, TradeSide.sell, TradeSide.none])
        #expect((0..<3).map { batch.tradeID[$0] } == [1, 2, 3])
        #expect((0..<3).map { session.text(of: batch.symbol[$0]) } == ["XYZ", "", ""])
    }

    @Test func decode_instruments_givesTheirStrings() throws {
        let full = try FullAdapter()
        let session = try full.adapter.begin(SessionQuery(.instruments), now: FullAdapter.now)
        _ = try session.nextRequest()
        let bytes = Array("XBTUSD,XBT,USD,Bitcoin,CRYPTO,1\nOLD,OLD,USD,,,0\nX,X,Y,,,\n".utf8)
        var list: [SourceInstrument] = []
        // Bytes of UInt8 have no padding that could be undefined.
        let decoded = try session.decode(
            unsafe bytes.span.bytes, position: 0, isLast: true, reply: FullAdapter.reply, into: &list)
        #expect(decoded.rows == 3)
        #expect(
            list == [
                SourceInstrument(
                    symbol: "XBTUSD", base: "XBT", quote: "USD", name: "Bitcoin", category: .crypto, isActive: true,
                    row: 1, position: 0),
                SourceInstrument(
                    symbol: "OLD", base: "OLD", quote: "USD", name: "", category: nil, isActive: false, row: 2,
                    position: 32),
                SourceInstrument(
                    symbol: "X", base: "X", quote: "Y", name: "", category: nil, isActive: nil, row: 3, position: 48),
            ])
    }

    @Test func resumeToken_givenToAnotherSession_goesOnBehindTheRows() throws {
        let full = try FullAdapter()
        let batch = CandleBatch(capacity: 2)
        let results = try fileSession(full.adapter).decodeAll(Self.file, into: batch)
        let token = results[0].resumeToken
        #expect(token == Array("2".utf8))
        let rest = try fileSession(full.adapter, token: token).decodeAll(Self.file, into: CandleBatch(capacity: 9))
        #expect(rest.map(\.rows) == [2])
        #expect(rest[0].rejects.map(\.row) == [3] && rest[0].assertions.count == 2)
    }

    @Test func http_twoPages_areRequestedWithTheCredentialsName() throws {
        let full = try FullAdapter()
        let session = try full.adapter.begin(SessionQuery(.trades, symbol: "ABCD"), now: FullAdapter.now)
        let headers = [
            RequestHeader(name: "Authorization", value: "Bearer ", credential: "example-key"),
            RequestHeader(name: "X-Plain", value: "1", credential: nil),
        ]
        #expect(
            try session.nextRequest()
                == .http(
                    HTTPRequest(
                        address: "/rows?symbol=ABCD&page=1", method: "GET", body: [], contentType: "text/csv",
                        headers: headers, isImmutable: false, cost: 1)))
        #expect(try session.decodeAll("1,1,1,b\n", into: TradeBatch(capacity: 5)).map(\.rows) == [1])
        #expect(
            try session.nextRequest()
                == .http(
                    HTTPRequest(
                        address: "https://api.example.com/rows?symbol=ABCD&page=2", method: "POST",
                        body: Array("{}".utf8), contentType: "text/csv", headers: headers, isImmutable: true, cost: 5)))
        #expect(try session.decodeAll("2,1,1,b\n", into: TradeBatch(capacity: 5)).map(\.rows) == [1])
        #expect(try session.nextRequest() == nil)
    }

    @Test func stream_messages_comeWithTheRequestAndOutOfDecode() throws {
        let full = try FullAdapter(settings: ["live": "yes"])
        let session = try full.adapter.begin(SessionQuery(.trades, symbol: "ABCD"), now: FullAdapter.now)
        let request = try session.nextRequest()
        guard case .stream(let stream) = request else {
            Issue.record("expected a stream, not \(String(describing: request))")
            return
        }
        #expect(stream.address == "wss://ws.example.com/live")
        #expect(stream.messages == [Array("hello".utf8), Array("subscribe".utf8)])
        #expect(stream.headers.first?.credential == "example-key")
        let decoded = try session.decodeAll(">pong\n1,1,1,b\n>more\n", into: TradeBatch(capacity: 5))
        #expect(decoded.map(\.messages) == [[Array("pong".utf8), Array("more".utf8)]])
    }

    @Test func begin_queryAndSettings_reachTheAdapter() throws {
        let full = try FullAdapter(settings: ["b": "from the file", "a": "also"])
        let log = LogLines()
        let range = TimeRange(Timestamp(nanoseconds: 5), Timestamp(nanoseconds: 9))!
        let query = SessionQuery(
            .trades, range: range, symbol: "XBTUSD", base: "BTC", quote: "USD", category: .crypto,
            settings: ["b": "own"])
        do {
            let session = try full.adapter.begin(query, now: Timestamp(nanoseconds: 11), log: log.add)
            session.close()
            session.close()
        }
        #expect(
            log.all.prefix(2) == ["debug: setting a = also", "debug: setting b = own"])
        #expect(
            log.all[2].hasSuffix("range 5..9, now 11, base BTC, quote USD, category CRYPTO"), "\(log.all)")
        // Ended once: by `close`, not again by a second `close` or by going.
        #expect(log.all.count { $0 == "info: end" } == 1)
    }

    @Test func session_thatGoes_isEndedOnce() throws {
        let full = try FullAdapter()
        let log = LogLines()
        do { _ = try full.adapter.begin(SessionQuery(.trades), now: FullAdapter.now, log: log.add) }
        #expect(log.all.count { $0 == "info: end" } == 1)
    }

    @Test func log_ofDecode_reachesTheCaller() throws {
        let full = try FullAdapter()
        let log = LogLines()
        _ = try fileSession(full.adapter, log: log).decodeAll("#look here\n", into: CandleBatch(capacity: 1))
        #expect(log.all.contains("warning: look here"))
    }

    @Test func begin_unknownSymbol_isTheAdaptersOwnError() throws {
        let full = try FullAdapter()
        let error = #expect(throws: AdapterError.self) {
            try full.adapter.begin(SessionQuery(.trades, symbol: "NOWHERE"), now: FullAdapter.now)
        }
        #expect(error?.description == "not for this adapter: no symbol NOWHERE; expected one of the source's [full]")
    }

    @Test func decode_error_namesFileAndRow() throws {
        let full = try FullAdapter()
        let session = try fileSession(full.adapter)
        let error = #expect(throws: AdapterError.self) {
            try session.decodeAll("60,1,1,1,1,1\n!5\n", into: CandleBatch(capacity: 9))
        }
        #expect(error?.retryAfter == 2_000_000_000)
        #expect(error?.description == "AB-CD_60.txt:2: rate limited: the line says so (again in 2.0 s) [full]")
    }

    @Test func sessions_onSeveralThreads_doNotMeet() async throws {
        let full = try FullAdapter()
        let adapter = full.adapter
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 1...8 {
                group.addTask {
                    let session = try adapter.begin(
                        SessionQuery(.trades, fileName: "AB-CD.txt"), now: FullAdapter.now)
                    _ = try session.nextRequest()
                    let text = (1...500 * worker).map { "\($0),1,1,b,S\($0 % worker)\n" }.joined()
                    let batch = TradeBatch(capacity: 100)
                    let results = try session.decodeAll(text, into: batch)
                    #expect(session.text(of: UInt32(worker))?.hasPrefix("S") == true)
                    #expect(session.text(of: UInt32(worker + 1)) == nil)
                    return results.map(\.rows).reduce(0, +)
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(counts == 500 * 36)
    }
}
