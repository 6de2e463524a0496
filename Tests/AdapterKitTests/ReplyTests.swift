import AdapterKit
import CAdapterABI
import Testing

/// Replies over HTTP, through the C form of a session that reads them whole.
@Suite struct ReplyTests {
    private let host = CHost()

    private func session(_ kind: Int32) throws -> SessionBox {
        try TypedAdapterBox(WebAdapter.self).begin(
            host.query(kind: kind, interval: 60, symbol: "AAPL", settings: [("mood", "good")]), host.host())
    }

    /// Decodes "{}" into columns of four rows and hands everything to `body` while it lives.
    private func decode(
        _ session: SessionBox, kind: Int32, isLast: Bool = true, status: Int32 = 200,
        header: (String, String) = ("Content-Length", "2"), isMissingColumns: Bool = false,
        _ body: (cw_decoded, [Int64], [UInt32], [Int8]) throws -> Void
    ) throws {
        let arena = TextArena()
        var times: [Int64] = [0, 0, 0, 0]
        var ids: [UInt32] = [0, 0, 0, 0]
        var active: [Int8] = [9, 9, 9, 9]
        var decoded = unsafe cw_decoded()
        unsafe decoded.size = unsafe UInt32(MemoryLayout<cw_decoded>.size)
        // Every pointer is used inside of the closures that make it; what the session owns lives until `body` ends.
        try unsafe times.withUnsafeMutableBufferPointer { times in
            try unsafe ids.withUnsafeMutableBufferPointer { ids in
                try unsafe active.withUnsafeMutableBufferPointer { active in
                    var candles = unsafe cw_candles()
                    unsafe candles.size = unsafe UInt32(MemoryLayout<cw_candles>.size)
                    unsafe candles.open_time = times.baseAddress
                    unsafe candles.symbol = ids.baseAddress
                    var instruments = unsafe cw_instruments()
                    unsafe instruments.size = unsafe UInt32(MemoryLayout<cw_instruments>.size)
                    unsafe instruments.name = ids.baseAddress
                    unsafe instruments.active = active.baseAddress
                    let headers = unsafe [
                        cw_header(name: arena.text(header.0), value: arena.text(header.1), credential: cw_text())
                    ]
                    let text = unsafe arena.text("{}")
                    var input = unsafe cw_input()
                    unsafe input.size = unsafe UInt32(MemoryLayout<cw_input>.size)
                    unsafe input.flags = isLast ? CW_INPUT_LAST : 0
                    unsafe input.length = text.length
                    unsafe input.http_status = status
                    unsafe input.content_type = arena.text("application/json")
                    unsafe input.headers = arena.array(headers)
                    unsafe input.header_count = 1
                    try unsafe withUnsafePointer(to: &candles) { candles in
                        try unsafe withUnsafePointer(to: &instruments) { instruments in
                            var batch = unsafe cw_batch()
                            unsafe batch.size = unsafe UInt32(MemoryLayout<cw_batch>.size)
                            unsafe batch.kind = kind
                            unsafe batch.capacity = 4
                            unsafe batch.candles = isMissingColumns ? nil : candles
                            unsafe batch.instruments = instruments
                            try unsafe text.bytes!.withMemoryRebound(to: UInt8.self, capacity: 2) { bytes in
                                unsafe input.bytes = unsafe bytes
                                try unsafe session.decode(&input, &batch, &decoded)
                            }
                        }
                    }
                }
            }
        }
        try withExtendedLifetime(session) { try unsafe body(decoded, times, ids, active) }
    }

    @Test func decoded_withEverything_reachesTheHost() throws {
        try unsafe decode(session(CW_KIND_CANDLES), kind: CW_KIND_CANDLES) { decoded, times, ids, _ in
            unsafe #expect(decoded.rows == 2 && decoded.consumed == 2 && decoded.rejects == 0)
            unsafe #expect(decoded.flags == CW_DECODED_LAST_FORMING && string(decoded.resume_token) == "next")
            unsafe #expect(decoded.assertion_count == 2 && decoded.message_count == 1)
            unsafe #expect(string(decoded.messages[0]) == "more")
            let limit = unsafe decoded.assertions[0]
            #expect(limit.assertion_class == CW_ASSERT_SOURCE_LIMIT && limit.start == .min && limit.end == 5)
            let covered = unsafe decoded.assertions[1]
            #expect(covered.assertion_class == CW_ASSERT_COVERED && covered.symbol == 1 && covered.end == 125)
            #expect(times == [5, 65, 0, 0] && ids == [1, 0, 0, 0])
        }
        #expect(host.strings == ["AAPL"] && host.log == ["2 read 2 bytes, good mood"])
    }

    @Test func wholeReply_beforeItsLastPiece_asksForMore() throws {
        try unsafe decode(session(CW_KIND_CANDLES), kind: CW_KIND_CANDLES, isLast: false) { decoded, _, _, _ in
            unsafe #expect(decoded.rows == 0 && decoded.consumed == 0 && decoded.flags == 0)
            unsafe #expect(decoded.assertions == nil && decoded.resume_token.length == 0)
        }
    }

    @Test func instruments_ofAReply_reachTheColumns() throws {
        try unsafe decode(session(CW_KIND_INSTRUMENTS), kind: CW_KIND_INSTRUMENTS) { decoded, _, ids, active in
            unsafe #expect(decoded.rows == 1)
            #expect(ids == [2, 0, 0, 0] && active == [1, 9, 9, 9])
        }
        #expect(host.strings == ["AAPL", "application/json"])
    }

    @Test func rateLimit_withItsHeader_isAFailureWithATime() throws {
        let failure = #expect(throws: AdapterFailure.self) {
            try unsafe decode(
                session(CW_KIND_CANDLES), kind: CW_KIND_CANDLES, status: 429, header: ("Retry-After", "7")
            ) { _, _, _, _ in }
        }
        #expect(failure?.errorClass == .rateLimited && failure?.retryAfter == 7 * Nanoseconds.second)
    }

    @Test func batch_withoutTheKindsColumnsOrOfNoKind_isRefused() throws {
        for (kind, isMissing) in [(CW_KIND_CANDLES, true), (CW_KIND_TRADES, false), (9, false)] {
            let failure = #expect(throws: AdapterFailure.self) {
                try unsafe decode(session(CW_KIND_CANDLES), kind: kind, isMissingColumns: isMissing) { _, _, _, _ in }
            }
            #expect(failure?.errorClass == .internal)
        }
    }
}
