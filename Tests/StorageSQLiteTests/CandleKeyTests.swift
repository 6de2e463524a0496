import MarketData
import Testing

@testable import StorageSQLite

@Suite struct CandleKeyTests {
    @Test(arguments: [1, 3, CandleKey.largestSeries], [0, 1_500_000_000, 9_223_372_036])
    func key_ofSeriesAndSecond_isPositiveAndGivesBothBack(series: Int64, second: Int64) {
        let key = CandleKey.key(series: series, nanoseconds: second * 1_000_000_000)
        #expect(key > 0)
        #expect(key >> 34 == series)
        #expect(CandleKey.nanoseconds(key) == second * 1_000_000_000)
    }

    @Test func keys_allOfTime_coverWhatNanosecondsReach() {
        let keys = CandleKey.keys(series: 1, in: .all)
        let expected: ClosedRange<Int64> = (1 << 34)...(1 << 34 | 9_223_372_036)
        #expect(keys == expected)
    }
}
