import AdapterKit
import CAdapterABI
import CAdapterEntry
import Testing

@Suite struct BoundaryTests {
    private func tiny() throws -> SessionBox {
        let host = CHost()
        return try TypedAdapterBox(TinyCSV.self).begin(host.query(kind: CW_KIND_TRADES), host.host())
    }

    @Test func rows_ofATinyAdapter_reachTheColumns() throws {
        let trades = CTrades(capacity: 4, rejectCapacity: 2)
        let session = try tiny()
        let decoded = try trades.decode(session, "1,10.5,2\nx,1,1\n2,11.5,3\n", position: 100)
        #expect(decoded == Outcome(rows: 2, rejects: 1, consumed: 24, isFull: false))
        // Rows and rejects below what was reported are read.
        let columns = unsafe trades.columns.pointee
        unsafe #expect(columns.time[1] == 2_000_000_000 && columns.price[1] == 11.5 && columns.volume[1] == 3)
        unsafe #expect(columns.side[0] == CW_SIDE_NONE && columns.trade_id[0] == -1 && columns.symbol[0] == 0)
        unsafe #expect(columns.flags[0] == 0 && columns.row[1] == 3 && columns.position[1] == 115)
        let rejects = unsafe trades.rejects.pointee
        unsafe #expect(rejects.row[0] == 2 && rejects.position[0] == 109 && rejects.code[0] == CW_REJECT_NUMBER)
        // The reason is the session's, which must still live.
        withExtendedLifetime(session) {
            unsafe #expect(string(rejects.reason[0]) == "expected: time, price, volume")
        }
        #expect(trades.isGuardIntact)
    }

    @Test(arguments: [1, 2, 3])
    func rows_beyondTheCapacity_comeInTheNextCall(capacity: Int) throws {
        let trades = CTrades(capacity: capacity, rejectCapacity: 1)
        let session = try tiny()
        var text = "1,1,1\nbad\nworse\n2,2,2\n3,3,3\n4,4,4"
        var rows = 0
        var rejects = 0
        var position: UInt64 = 0
        for _ in 0..<20 {
            let decoded = try trades.decode(session, text, position: position)
            #expect(trades.isGuardIntact)
            rows += decoded.rows
            rejects += decoded.rejects
            position += UInt64(decoded.consumed)
            text.removeFirst(decoded.consumed)
            if !decoded.isFull { break }
        }
        #expect(rows == 4 && rejects == 2 && text.isEmpty)
    }

    @Test func columns_thatTheHostDoesNotWant_areLeftOut() throws {
        let trades = CTrades(capacity: 4, rejectCapacity: 0, wanted: false)
        // Rejects without room are not wanted either: they are dropped, and nothing stops.
        let decoded = try trades.decode(tiny(), "1,10.5,2\nx,1,1\n2,11.5,3\n")
        #expect(decoded == Outcome(rows: 2, rejects: 0, consumed: 24, isFull: false))
        unsafe #expect(trades.columns.pointee.price[1] == 11.5)
        #expect(trades.isGuardIntact)
    }

    @Test func structs_smallerThanVersionOne_areRefused() throws {
        let trades = CTrades(capacity: 4, rejectCapacity: 1)
        let session = try tiny()
        #expect(throws: AdapterFailure.self) { try trades.decode(session, "1,1,1\n", size: 72) }
        unsafe trades.columns.pointee.size = 72
        #expect(throws: AdapterFailure.self) { try trades.decode(session, "1,1,1\n") }
        unsafe trades.columns.pointee.size = 80
        unsafe trades.rejects.pointee.size = 8
        #expect(throws: AdapterFailure.self) { try trades.decode(session, "1,1,1\n") }
        let host = CHost()
        let small = #expect(throws: AdapterFailure.self) { try host.query(kind: CW_KIND_TRADES, size: 152) }
        #expect(small?.errorClass == .internal && small?.message.contains("cw_query") == true)
        unsafe host.table.pointee.size = 8
        #expect(throws: AdapterFailure.self) { try host.host() }
    }

    @Test func append_beyondTheCapacity_traps() async {
        await #expect(processExitsWith: .failure) {
            let trades = CTrades(capacity: 1, rejectCapacity: 1)
            let host = CHost()
            let session = try TypedAdapterBox(GreedyAdapter.self).begin(
                host.query(kind: CW_KIND_TRADES), host.host())
            _ = try trades.decode(session, "")
        }
    }

    @Test func request_withEverything_reachesTheHost() throws {
        let host = CHost()
        let session = try TypedAdapterBox(WebAdapter.self).begin(
            host.query(kind: CW_KIND_CANDLES, interval: 60, symbol: "AAPL"), host.host())
        var request = unsafe cw_request()
        unsafe request.size = UInt32(MemoryLayout<cw_request>.size)
        // The texts are the session's until its next call.
        try unsafe session.nextRequest(&request)
        unsafe #expect(request.kind == CW_REQUEST_HTTP && string(request.address) == "/bars?symbol=AAPL")
        unsafe #expect(string(request.method) == "POST" && string(request.body) == "{}")
        unsafe #expect(string(request.content_type) == "application/json" && request.header_count == 1)
        let header = unsafe request.headers[0]
        unsafe #expect(string(header.name) == "Authorization" && string(header.value) == "Bearer ")
        unsafe #expect(string(header.credential) == "example-key")
        unsafe #expect(request.flags == CW_REQUEST_IMMUTABLE && request.cost == 3 && request.message_count == 0)
        try unsafe session.nextRequest(&request)
        unsafe #expect(request.kind == CW_REQUEST_STREAM && request.message_count == 2)
        unsafe #expect(string(request.messages[1]) == "subscribe" && request.headers == nil && request.flags == 0)
        try unsafe session.nextRequest(&request)
        unsafe #expect(request.kind == CW_REQUEST_DONE)
        unsafe request.size = 8
        #expect(throws: AdapterFailure.self) { try unsafe session.nextRequest(&request) }
    }

    @Test func begin_ofAnUnknownKindOrSymbol_isAnInvalidQuery() throws {
        let host = CHost()
        let kind = #expect(throws: AdapterFailure.self) { try host.query(kind: 3) }
        #expect(kind?.errorClass == .invalidQuery)
        let symbol = #expect(throws: AdapterFailure.self) {
            try TypedAdapterBox(WebAdapter.self).begin(
                host.query(kind: CW_KIND_CANDLES, symbol: "NONE"), host.host())
        }
        #expect(symbol?.message == "there is no NONE")
    }

    @Test func query_ofACHost_isCopied() throws {
        let query = try CHost().query(
            kind: CW_KIND_CANDLES, interval: 60, symbol: "Ä/B", settings: [("mood", "good"), ("", "")])
        #expect(query.kind == .candles && query.interval == 60 && query.symbol == "Ä/B" && query.end == .max)
        #expect(query.fileName == "a/b.csv" && query.base.isEmpty && query.resumeToken.isEmpty)
        #expect(query.settings == ["mood": "good", "": ""] && query.wantsAdjusted && !query.wantsAllSymbols)
    }

    @Test func descriptor_inItsCForm_saysTheSame() {
        let descriptor = unsafe TypedAdapterBox(WebAdapter.self).descriptor.pointee
        // Every member lives for ever.
        unsafe #expect(String(cString: descriptor.id) == "web" && String(cString: descriptor.licence) == "MIT")
        unsafe #expect(String(cString: descriptor.name) == "Web" && String(cString: descriptor.version) == "0.1.0")
        unsafe #expect(descriptor.kinds == 5 && descriptor.transports == 6 && descriptor.stamp == CW_STAMP_CLOSE)
        unsafe #expect(descriptor.interval_count == 2 && descriptor.intervals[1] == Nanoseconds.day)
        unsafe #expect(descriptor.host_count == 2 && String(cString: descriptor.hosts[1]!) == "ws.example.com")
        unsafe #expect(descriptor.credential_count == 1)
        unsafe #expect(String(cString: descriptor.credentials[0]!) == "example-key")
        unsafe #expect(descriptor.rows_per_reply == 1000 && descriptor.reach_rows == 720)
        unsafe #expect(descriptor.reach_time == 30 * Nanoseconds.day && descriptor.requests_per_minute == 60)
        unsafe #expect(descriptor.day_anchor == 5 * Nanoseconds.hour)
        unsafe #expect(String(cString: descriptor.day_zone) == "America/New_York")
        unsafe #expect(descriptor.size == UInt32(MemoryLayout<cw_descriptor>.size))
    }

    @Test func identify_withoutFiles_isAnInvalidQuery() throws {
        let failure = #expect(throws: AdapterFailure.self) { try TypedAdapterBox(WebAdapter.self).identify("x.csv") }
        #expect(failure?.errorClass == .invalidQuery)
        #expect(try TypedAdapterBox(TinyCSV.self).identify("BTC-USD.csv").quote == "USD")
    }

    /// This executable has AdapterKit and no entry line.
    @Test func table_withoutAnAdapter_answersWithMessages() {
        // The one table of this executable, and structs that live during the calls.
        let table = candlewick_adapter_entry
        #expect(table.magic == CW_ABI_MAGIC && table.abi_major == 1 && table.size == 72)
        unsafe #expect(String(cString: table.describe()!.pointee.id) == "none")
        var failure = cw_error()
        failure.size = UInt32(MemoryLayout<cw_error>.size)
        var identity = cw_identity()
        identity.size = UInt32(MemoryLayout<cw_identity>.size)
        unsafe #expect(table.identify(cw_text(), &identity, &failure) == CW_ERROR_INTERNAL)
        #expect(message(failure).contains("no adapter"))
        var session: OpaquePointer?
        unsafe #expect(table.begin(nil, nil, &session, &failure) == CW_ERROR_INTERNAL)
        unsafe #expect(table.decode(nil, nil, nil, nil, &failure) == CW_ERROR_INTERNAL)
        #expect(table.next_request(nil, nil, nil) == CW_ERROR_INTERNAL)
        unsafe #expect(table.get_extension("x/1") == nil && session == nil)
        table.end(nil)
    }
}

/// Writes more rows than fit.
private enum GreedyAdapter: Adapter {
    static let descriptor = TinyCSV.descriptor

    struct Session: AdapterSession {
        init(query: Query, host: Host) throws(AdapterFailure) {}

        mutating func nextRequest() throws(AdapterFailure) -> Request? { nil }

        mutating func decode(
            _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
        ) throws(AdapterFailure) -> Decoded {
            for _ in 0...batch.trades.capacity { batch.trades.append(Trade(time: 1, price: 1, volume: 1)) }
            return Decoded(consumed: 0)
        }
    }
}

/// The message of a C error.
func message(_ failure: cw_error) -> String {
    var failure = failure
    // NUL-terminated inside of the array, as the ABI has it.
    return unsafe withUnsafeBytes(of: &failure.message) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
}

@Suite struct FailureTests {
    private func report(_ failure: AdapterFailure, size: Int = MemoryLayout<cw_error>.size) -> cw_error {
        var error = cw_error()
        error.size = UInt32(size)
        // The struct lives during the call.
        let status = unsafe failure.report(to: &error)
        #expect(status == failure.errorClass.rawValue)
        return error
    }

    @Test func report_ofAFailure_setsEveryField() {
        let error = report(AdapterFailure(.rateLimited, "slow down", row: 3, position: 44, retryAfter: 5))
        #expect(error.error_class == CW_ERROR_RATE_LIMITED && error.row == 3 && error.position == 44)
        #expect(error.retry_after == 5 && message(error) == "slow down")
        let bare = report(AdapterFailure(.noData, ""))
        #expect(bare.row == -1 && bare.position == -1 && bare.retry_after == -1 && message(bare).isEmpty)
    }

    @Test(arguments: ["a", "é", "€", "🕯"], 0..<4)
    func report_ofALongMessage_isCutBetweenCharacters(character: String, offset: Int) {
        let text = String(repeating: "x", count: offset) + String(repeating: character, count: 600)
        let cut = message(report(AdapterFailure(.malformed, text)))
        #expect(text.hasPrefix(cut) && !cut.contains("\u{FFFD}"))
        #expect(cut.utf8.count <= 479 && cut.utf8.count > 479 - character.utf8.count)
    }

    @Test func report_ofAMessageWithNULs_losesNothingBehindThem() {
        #expect(message(report(AdapterFailure(.malformed, "\0\0: no name\0"))) == "\u{FFFD}\u{FFFD}: no name\u{FFFD}")
    }

    @Test func report_toASmallerStruct_writesNothing() {
        let error = report(AdapterFailure(.malformed, "x", row: 1), size: 500)
        #expect(error.error_class == 0 && error.row == 0)
        #expect(unsafe AdapterFailure(.transient, "x").report(to: nil) == CW_ERROR_TRANSIENT)
    }
}
