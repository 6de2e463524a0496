import AdapterKit
import CAdapterABI
import Testing

/// Addresses, statuses, days and ranges: what adapters over HTTP share.
@Suite struct HTTPTests {
    @Test func address_ofPiecesAndPairs_isEncoded() {
        var address = HTTPAddress("v2", "aggs", "X:BTC/USD é")
        address.add("sort", "asc")
        address.add("q&=", "a+b c#%")
        #expect(address.text == "/v2/aggs/X:BTC%2FUSD%20%C3%A9?sort=asc&q%26%3D=a%2Bb%20c%23%25")
        #expect(HTTPAddress("..", "a?b").text == "/../a%3Fb")
    }

    @Test(arguments: [
        ("https://api.example.com/v2/x?cursor=a%20b&limit=2", "/v2/x?cursor=a%20b&limit=2"),
        ("https://OLD.example.com/v2/x", "/v2/x"), ("/v2/x?cursor=1", "/v2/x?cursor=1"),
    ])
    func link_onAKnownHost_isItsPathAndQuery(link: String, expected: String) throws {
        let hosts = ["api.example.com", "old.example.com"]
        #expect(try HTTPAddress.next(link: link, hosts: hosts, path: "/v2/x") == expected)
    }

    @Test(arguments: [
        "http://api.example.com/v2/x", "https://evil.example/v2/x", "https://api.example.com.evil/v2/x",
        "https://api.example.com@evil/v2/x", "https://api.example.com:8080/v2/x", "https://api.example.com/v3/x",
        "https://api.example.com/v2/x?apiKey=SECRET", "/v2/x?cursor=1&APIKEY=SECRET", "//evil/v2/x", "v2/x", "",
        "/v2/x?a=\n", "/v2/x#a", "ftp://api.example.com/v2/x", "/v2/x?token=SECRET", "/v2/x/../../v1/account?SECRET",
    ])
    func link_elsewhere_isRefusedWithoutItsQuery(link: String) throws {
        let failure = try #require(throws: AdapterFailure.self) {
            try HTTPAddress.next(link: link, hosts: ["api.example.com"], path: "/v2/x")
        }
        #expect(failure.errorClass == .malformed && !failure.message.contains("SECRET"))
    }

    @Test(
        arguments: [
            (200, nil, nil), (204, nil, nil), (301, .malformed, nil), (400, .invalidQuery, nil),
            (401, .badCredential, nil), (402, .notEntitled, nil), (403, .notEntitled, nil), (404, .noData, nil),
            (408, .transient, nil), (418, .malformed, nil), (422, .invalidQuery, nil), (429, .rateLimited, 7),
            (500, .transient, 7), (503, .transient, 7), (0, .malformed, nil),
        ] as [(Int32, AdapterFailure.Class?, Int64?)])
    func status_ofAReply_hasItsClass(status: Int32, expected: AdapterFailure.Class?, wait: Int64?) {
        withReply(status: status, headers: [("retry-after", "7")]) { reply in
            let failure = AdapterFailure(status: reply, source: "Example", said: "no such plan")
            #expect(failure?.errorClass == expected)
            #expect(failure?.retryAfter == wait.map { $0 * Nanoseconds.second })
            if let failure { #expect(failure.message.hasSuffix(": no such plan")) }
        }
    }

    @Test(
        arguments: [
            ("3", 3), (" 0 ", 0), ("-1", nil), ("", nil), ("soon", nil), ("999999999999999999", 86_400),
            ("99999999999999999999", nil), ("Wed, 21 Oct 2015 07:28:00 GMT", 60), ("Wed, 21 Oct 2015 07:26:00 GMT", 0),
            ("Wed, 31 Feb 2015 07:28:00 GMT", nil), ("Wed, 21 Oct 2015 24:28:00 GMT", nil),
            ("Wed, 21 Oct 2115 07:28:00 GMT", 86_400), ("Wed, 21 Oct 2015 07:28:00 CET", nil),
        ] as [(String, Int64?)])
    func retryAfter_inSecondsOrAsADate_isAWait(text: String, seconds: Int64?) {
        // 2015-10-21T07:27:00Z.
        withReply(status: 429, headers: [("Retry-After", text)], receivedAt: 1_445_412_420 * Nanoseconds.second) {
            reply in
            #expect(reply.retryAfter == seconds.map { $0 * Nanoseconds.second })
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2023-07-31", 19_569, 1), ("1969-12-31", -1, 3),
        ("1678-01-01", -106_650, 6), ("2261-12-31", 106_650, 2),
    ])
    func day_ofADate_isCountedFromTheEpoch(text: String, number: Int64, weekday: Int) throws {
        let day = try #require(CalendarDay(iso: text))
        #expect(day.number == number && day.description == text && day.weekday == weekday)
        #expect(CalendarDay(holding: day.start) == day && CalendarDay(holding: day.start - 1) == day.adding(-1))
        #expect(CalendarDay(holding: day.start + Nanoseconds.day - 1) == day)
    }

    @Test(arguments: [
        "2023-02-29", "2023-13-01", "2023-00-10", "2023-1-01", "+023-01-01", "2023-01-01x", "", "1677-12-31",
    ])
    func day_ofNoDate_isNil(text: String) { #expect(CalendarDay(iso: text) == nil) }

    @Test func days_ofSixHundredYears_goThereAndBack() {
        var wrong = 0
        for number in Int64(-106_650)...106_650 {
            let day = CalendarDay(number: number)
            let (year, month, date) = day.parts
            if CalendarDay(year: year, month: month, day: date) != day { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test func range_inPieces_isCoveredOnceAndAligned() {
        var pieces = RangePieces(-15, 25, length: 10, anchor: 3)
        var all: [Range<Int64>] = []
        while let piece = pieces.next() { all.append(piece) }
        #expect(all == [-15..<(-7), -7..<3, 3..<13, 13..<23, 23..<25])
        var none = RangePieces(5, 5, length: 10)
        #expect(none.next() == nil)
        var huge = RangePieces(.max - 5, .max, length: 10)
        #expect(huge.next() == .max - 5..<Int64.max && huge.next() == nil)
        var early = RangePieces(.min, .min + 3, length: 2, anchor: 7)
        #expect(early.next() == Int64.min..<(.min + 2) && early.next() == .min + 2..<(.min + 3))
    }

    /// A reply without a body.
    private func withReply(
        status: Int32, headers: [(String, String)] = [], receivedAt: Int64 = 0, _ body: (borrowing Reply) -> Void
    ) {
        let arena = TextArena()
        var input = unsafe cw_input()
        unsafe input.size = unsafe UInt32(MemoryLayout<cw_input>.size)
        unsafe input.http_status = status
        unsafe input.received_at = receivedAt
        let list = unsafe headers.map {
            unsafe cw_header(name: arena.text($0.0), value: arena.text($0.1), credential: cw_text())
        }
        unsafe input.headers = arena.array(list)
        unsafe input.header_count = UInt64(headers.count)
        // The arena and the struct live during the call.
        withExtendedLifetime(arena) { unsafe withUnsafePointer(to: &input) { body(unsafe Reply($0)) } }
    }
}
