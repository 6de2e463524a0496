import MarketData
import Storage
import Testing

@testable import StorageQuestDB

@Suite struct TradeOrdinalTests {
    @Test(arguments: [
        (0, 0, 0, 0), (1_000, 0, 1, 0), (1_000, 7, 1, 7), (1_001, 0, 1, 2_000_000), (1_999, 5, 1, 1_998_000_005),
        (1_999, 1_999_999, 1, 1_999_999_999), (999, 0, 0, 1_998_000_000),
        (Int64.max, 1_999_999, 9_223_372_036_854_775, 807 * 2_000_000 + 1_999_999),
    ])
    func packing_timeAndOrdinal_fitsAndComesBack(
        nanoseconds: Int64, ordinal: Int64, microseconds: Int64, stored: Int64
    ) {
        let key = TradeOrdinal(nanoseconds: nanoseconds, ordinal: ordinal)
        #expect(key == TradeOrdinal(microseconds: microseconds, stored: stored))
        #expect(key.nanoseconds == nanoseconds)
        #expect(Int64(key.ordinal) == ordinal)
        #expect(Int32(exactly: key.stored) != nil)
    }

    @Test func packing_anyTwoTrades_keepsTheirOrder() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<10_000 {
            let a = (Int64.random(in: 0..<5_000, using: &random), Int64.random(in: 0..<2_000_000, using: &random))
            let b = (Int64.random(in: 0..<5_000, using: &random), Int64.random(in: 0..<2_000_000, using: &random))
            #expect(
                (a < b)
                    == (TradeOrdinal(nanoseconds: a.0, ordinal: a.1) < TradeOrdinal(nanoseconds: b.0, ordinal: b.1)))
        }
    }

    @Test func packing_earliestTime_staysInReach() {
        let key = TradeOrdinal(nanoseconds: .min, ordinal: 0)
        #expect(key.microseconds == -9_223_372_036_854_776)
        #expect(key.stored == 192 * 2_000_000)
    }

    @Test func range_behindATrade_beginsWithTheNextOrdinal() throws {
        let all = TradeRange(try range(0, 10_000))
        #expect(
            all.behind(TradePosition(time: 1_001, ordinal: 3)).start == TradeOrdinal(nanoseconds: 1_001, ordinal: 4))
        // The last ordinal of a nanosecond: what follows is the next nanosecond's first.
        #expect(
            all.behind(TradePosition(time: 1_001, ordinal: 1_999_999)).start
                == TradeOrdinal(nanoseconds: 1_002, ordinal: 0))
        #expect(
            all.behind(TradePosition(time: 1_001, ordinal: .max)).start
                == TradeOrdinal(nanoseconds: 1_002, ordinal: 0))
        #expect(all.behind(TradePosition(time: -5, ordinal: 0)).start == all.start)
    }
}
