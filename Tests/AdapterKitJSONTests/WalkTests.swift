import AdapterKit
import AdapterKitJSON
import Testing

/// `JSONWalk` from outside: what a host sees of an adapter that is made with it.
@Suite struct WalkTests {
    private static let second = Nanoseconds.second
    private static let day = Nanoseconds.day

    /// Two days; the first has two pages.
    private static let pages = [
        "/candles?from=0": #"{"rows":[[60,1.5,"AB"],[0,"1.25"],[60,2],["x",1],[120]],"next":"/candles?page=2"}"#,
        "/candles?page=2": #"{"rows":[[120,"3",null],[60,9],[180,1e0,"ABC"]],"next":null}"#,
        "/candles?from=86400": #"{"rows":[]}"#,
    ]

    @Test(arguments: [1, 2, 3, 100], [1, 2, 100]) func walk_inBatchesOfAnySize_givesTheSame(
        capacity: Int, rejectCapacity: Int
    ) throws {
        let host = ExampleHost(capacity: capacity, rejectCapacity: rejectCapacity)
        try host.run(Self.pages, days: 2)
        #expect(host.addresses == ["/candles?from=0", "/candles?page=2", "/candles?from=86400"])
        #expect(host.times == [0, 60, 120, 180].map { $0 * Self.second })
        #expect(host.symbols == [0, 2, 0, 3])
        #expect(host.rejectedRows == [3, 4, 5, 2])
        #expect(host.covered == [0..<60 * Self.second, 60 * Self.second..<Self.day, Self.day..<2 * Self.day])
    }

    @Test func walk_resumedAtEveryToken_goesOnBehindIt() throws {
        let whole = ExampleHost(capacity: 1, rejectCapacity: 1)
        try whole.run(Self.pages, days: 2)
        #expect(Set(whole.tokens).count == whole.tokens.count && whole.tokens.count >= 5)
        for token in whole.tokens {
            let rest = ExampleHost(capacity: 1, rejectCapacity: 1)
            try rest.run(Self.pages, days: 2, token: token)
            #expect(whole.times.suffix(rest.times.count) == rest.times[...])
            #expect(whole.tokens.suffix(rest.tokens.count) == rest.tokens[...])
        }
        #expect(throws: AdapterFailure.self) { try ExampleHost(capacity: 1).run(Self.pages, token: "1 2 3") }
    }

    @Test func reply_beforeTheEndOfItsPiece_provesUpToThen() throws {
        let host = ExampleHost(capacity: 10)
        try host.run(["/candles?from=0": #"{"rows":[]}"#], receivedAt: 90 * Self.second)
        #expect(host.covered == [0..<90 * Self.second])
    }

    @Test(arguments: ["/candles?from=0", "/candles?page=2"]) func page_thatLinksBack_isMalformed(link: String) throws {
        let pages = [
            "/candles?from=0": #"{"rows":[],"next":"/candles?page=2"}"#,
            "/candles?page=2": #"{"rows":[],"next":"\#(link)"}"#,
        ]
        let failure = try #require(throws: AdapterFailure.self) { try ExampleHost(capacity: 10).run(pages) }
        #expect(failure.errorClass == .malformed && failure.message.contains("links to itself"))
    }

    @Test func reply_thatIsEmpty_isMalformed() throws {
        let failure = try #require(throws: AdapterFailure.self) { try ExampleHost(capacity: 10).run([:]) }
        #expect(failure.message == "Example: the reply is empty, expected a JSON object or array")
    }
}
