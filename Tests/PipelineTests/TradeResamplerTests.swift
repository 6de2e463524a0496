import MarketData
import Pipeline
import Testing

@Suite struct TradeResamplerTests {
    private func resampler(_ range: ResamplingRange = ResamplingRange(known: .all)) throws -> TradeResampler {
        TradeResampler(to: try minutes(1), in: range)
    }

    private static func trade(_ second: Int64, _ price: Double, _ volume: Double) -> TradeRow {
        TradeRow(second: second).with { ($0.price, $0.volume) = (price, volume) }
    }

    @Test func trades_becomeCandles_fieldByField() throws {
        let rows = [
            Self.trade(0, 10, 1), Self.trade(0, 12, 2), Self.trade(59, 8, 3), Self.trade(60, 9, 4),
            Self.trade(240, 7, 0),
        ]
        let wanted = [
            CandleRow(minute: 0).with {
                ($0.open, $0.high, $0.low, $0.close, $0.volume, $0.trades) = (10, 12, 8, 8, 6, 3)
                $0.vwap = 58.0 / 6
            },
            CandleRow(minute: 1).with {
                ($0.open, $0.high, $0.low, $0.close, $0.volume, $0.vwap, $0.trades) = (9, 9, 9, 9, 4, 9, 1)
            },
            CandleRow(minute: 4).with {
                ($0.open, $0.high, $0.low, $0.close, $0.volume, $0.vwap, $0.trades) = (7, 7, 7, 7, 0, .nan, 1)
            },
        ]
        for (size, capacity) in [(1000, 1000), (1, 1), (2, 1), (3, 2)] {
            #expect(try resampled(rows, try resampler(), batch: size, output: capacity) == wanted)
        }
    }

    @Test func trades_beforeTheEpoch_fallIntoTheirMinute() throws {
        let rows = [-61_000_000_000, -60_000_000_000, -1, 0].map { TradeRow(time: $0) }
        let coarse = try resampled(rows, try resampler())
        #expect(coarse.map(\.time) == [-120_000_000_000, -60_000_000_000, 0])
        #expect(coarse.map(\.trades) == [1, 2, 1])
    }

    @Test func vwap_ofOnePrice_isThatPrice() throws {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<300 {
            let price = Double.random(in: 0.01...1, using: &random)
            let rows = (0..<5).map { Self.trade($0, price, Double.random(in: 0...1, using: &random)) }
            #expect(try resampled(rows, try resampler()).map(\.vwap) == [price])
        }
    }

    @Test func candle_cutByTheRangesEdge_isDroppedOrUnfinished() throws {
        let rows = [0, 30, 70, 130].map { Self.trade($0, 10, 1) }
        let known = try range(
            Timestamp(nanoseconds: firstMinute), Timestamp(nanoseconds: firstMinute + 150_000_000_000))
        #expect(try resampled(rows, try resampler(ResamplingRange(known: known))).map(\.trades) == [2, 1])
        let keeping = ResamplingRange(known: known, edge: .keepUnfinished)
        #expect(try resampled(rows, try resampler(keeping)).map(\.flags) == [CandleFlags.final, CandleFlags.final, 0])
    }

    @Test func tradeThatGoesBack_isRefused() throws {
        let rows = [TradeRow(second: 9), TradeRow(second: 8)]
        for size in [1, 2] {
            #expect {
                try resampled(rows, try resampler(), batch: size)
            } throws: { ($0 as? PipelineError)?.code == .badInput }
        }
    }

    @Test(arguments: 1...20)
    func randomTrades_agreeWithGroupingAndWithFinerCandles(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var second: Int64 = -5000
        let trades = (0..<400).map { _ in
            second += Int64([0, 0, 1, 7, 100].randomElement(using: &random) ?? 0)
            return Self.trade(
                second, Double.random(in: 1...9, using: &random), Double.random(in: 0.1...5, using: &random))
        }
        let single = trades.map { trade in
            CandleRow(time: trade.time).with {
                ($0.open, $0.high, $0.low, $0.close) = (trade.price, trade.price, trade.price, trade.price)
                ($0.vwap, $0.volume, $0.trades) = (trade.price, trade.volume, 1)
            }
        }
        let fives = try resampled(trades, TradeResampler(to: try minutes(5), in: ResamplingRange(known: .all)))
        #expect(agree(fives, grouped(single, by: try minutes(5))))
        let ones = try resampled(trades, try resampler())
        let steps = try CandleResampler(
            from: try minutes(1), to: try minutes(5), in: ResamplingRange(known: .all))
        #expect(agree(try resampled(ones, steps), fives))
    }
}
