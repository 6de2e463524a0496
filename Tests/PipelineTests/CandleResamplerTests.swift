import MarketData
import Pipeline
import Testing

@Suite struct CandleResamplerTests {
    private func resampler(
        _ from: Int, _ to: Int, _ range: ResamplingRange = ResamplingRange(known: .all)
    ) throws -> CandleResampler {
        try CandleResampler(from: try minutes(from), to: try minutes(to), in: range)
    }

    private static let parts: [CandleRow] = [
        CandleRow(minute: 1).with { ($0.open, $0.high, $0.low, $0.close) = (10, 12, 9, 11) },
        CandleRow(minute: 3).with { ($0.open, $0.high, $0.low, $0.close) = (11, 15, 10, 14) },
        CandleRow(minute: 4).with { ($0.open, $0.high, $0.low, $0.close) = (14, 14, 7, 8) },
    ].enumerated().map { index, row in
        row.with {
            ($0.volume, $0.vwap, $0.trades) = (Double(index + 1), Double(10 + index), Int64(index + 2))
            ($0.row, $0.position, $0.symbol, $0.flags) = (Int64(index), 77, 5, 0)
        }
    }

    private static let whole = CandleRow(minute: 0).with {
        ($0.open, $0.high, $0.low, $0.close, $0.volume, $0.trades) = (10, 15, 7, 8, 6, 9)
        $0.vwap = 68.0 / 6
    }

    @Test func parts_becomeOneCandle_fieldByField() throws {
        #expect(try resampled(Self.parts, try resampler(1, 5)) == [Self.whole])
    }

    static let absences: [(String, @Sendable (inout CandleRow) -> Void, @Sendable (inout CandleRow) -> Void)] = [
        ("volume", { $0.volume = .nan }, { ($0.volume, $0.vwap) = (.nan, .nan) }),
        ("vwap", { $0.vwap = .nan }, { $0.vwap = .nan }),
        ("trades", { $0.trades = -1 }, { $0.trades = -1 }),
    ]

    @Test(arguments: 0..<3, absences.indices)
    func value_absentInOnePart_isAbsentInTheWhole(part: Int, index: Int) throws {
        let (_, removed, missing) = Self.absences[index]
        var rows = Self.parts
        removed(&rows[part])
        let coarse = try resampled(rows, try resampler(1, 5))
        let wanted = Self.whole.with(missing)
        #expect(agree(coarse, [wanted]))
    }

    @Test func vwap_withoutVolume_isAbsent() throws {
        let rows = Self.parts.map { $0.with { $0.volume = 0 } }
        let coarse = try resampled(rows, try resampler(1, 5))
        #expect(coarse.map(\.volume) == [0] && coarse.allSatisfy { $0.vwap.isNaN })
    }

    @Test func vwap_ofEqualPrices_isThatPrice() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<300 {
            let price = Double.random(in: 0.01...1, using: &random)
            let rows = (0..<5).map { minute in
                CandleRow(minute: minute).with {
                    ($0.open, $0.high, $0.low, $0.close, $0.vwap) = (price, price, price, price, price)
                    $0.volume = Double.random(in: 0...1, using: &random)
                }
            }
            #expect(try resampled(rows, try resampler(1, 5)).map(\.vwap) == [price])
        }
    }

    @Test func sums_beyondTheirTypes_areAbsent() throws {
        let rows = Self.parts.map { $0.with { ($0.volume, $0.trades) = (.greatestFiniteMagnitude, .max) } }
        let coarse = try resampled(rows, try resampler(1, 5))
        #expect(coarse.allSatisfy { $0.volume.isNaN && $0.vwap.isNaN } && coarse.map(\.trades) == [-1])
        #expect(coarse.map(\.high) == [15])
    }

    @Test(arguments: [(5, 5), (5, 1), (5, 7), (60, 90), (1440, 60), (4, 10)])
    func coarserInterval_thatIsNoMultiple_isRefused(from: Int, to: Int) throws {
        let (finer, coarser) = (try minutes(from), try minutes(to))
        #expect {
            try resampler(from, to)
        } throws: { error in
            guard let error = error as? PipelineError else { return false }
            return error.code == .badInterval && error.description.contains("\(finer) to \(coarser)")
                && error.advice.contains("expected a multiple of \(finer)")
        }
    }

    @Test func inputThatIsNotAscendingOrAligned_isRefused() throws {
        for (rows, what) in [
            ([CandleRow(minute: 1), CandleRow(minute: 1)], "comes behind"),
            ([CandleRow(minute: 7), CandleRow(minute: 1)], "comes behind"),
            ([CandleRow(time: firstMinute + 1)], "no 1m candle opens then"),
        ] {
            for size in [1, 2] {
                #expect {
                    try resampled(rows, try resampler(1, 5), batch: size)
                } throws: { ($0 as? PipelineError)?.code == .badInput && "\($0)".contains(what) }
            }
        }
    }

    /// Three five-minute candles, of which the known range holds the middle one whole.
    @Test(arguments: [
        (0, 15, [0, 5, 10]), (1, 15, [5, 10]), (0, 14, [0, 5]), (1, 14, [5]), (5, 10, [5]), (6, 14, []), (5, 9, []),
        (-100, 100, [0, 5, 10]),
    ])
    func candles_cutByTheRangesEdge_areDroppedOrUnfinished(start: Int64, end: Int64, whole: [Int64]) throws {
        let known = try range(
            Timestamp(nanoseconds: firstMinute + start * minuteLength),
            Timestamp(nanoseconds: firstMinute + end * minuteLength))
        let rows = (0..<15).map { CandleRow(minute: $0) }.filter { known.contains(Timestamp(nanoseconds: $0.time)) }
        let wanted = whole.map { firstMinute + $0 * minuteLength }
        let dropping = try resampled(rows, try resampler(1, 5, ResamplingRange(known: known)))
        #expect(dropping.map(\.time) == wanted)
        #expect(dropping.allSatisfy { $0.flags == CandleFlags.final && $0.trades == 15 })
        let keeping = try resampled(rows, try resampler(1, 5, ResamplingRange(known: known, edge: .keepUnfinished)))
        #expect(keeping.filter { $0.flags == CandleFlags.final } == dropping)
        #expect(keeping.map(\.trades).reduce(0, +) == Int64(rows.count) * 3, "every part is in one of them")
        #expect(keeping.allSatisfy { $0.flags == CandleFlags.final || $0.flags == 0 })
    }

    @Test func knownRanges_withAHoleInACandle_dropThatCandle() throws {
        func minuteRange(_ start: Int64, _ end: Int64) throws -> TimeRange {
            try range(
                Timestamp(nanoseconds: firstMinute + start * minuteLength),
                Timestamp(nanoseconds: firstMinute + end * minuteLength))
        }
        let known = RangeSet([try minuteRange(0, 7), try minuteRange(8, 20)])
        let coarse = try resampled(
            (0..<20).map { CandleRow(minute: $0) }, try resampler(1, 5, ResamplingRange(known: known)))
        #expect(coarse.map { ($0.time - firstMinute) / minuteLength } == [0, 10, 15])
    }

    @Test func intervalsWithoutRows_giveNoCandle() throws {
        let coarse = try resampled([0, 4, 25, 60].map { CandleRow(minute: $0) }, try resampler(1, 5))
        #expect(coarse.map { ($0.time - firstMinute) / minuteLength } == [0, 25, 60])
    }

    @Test func noRows_giveNothing() throws {
        #expect(try resampled([CandleRow](), try resampler(1, 5)).isEmpty)
    }

    @Test func candleAtTheEndOfTime_isNotWhole() throws {
        let interval = try minutes(1)
        let last = CandleRow(time: interval.floor(.max))
        #expect(try resampled([last], try resampler(1, 5)).isEmpty)
        let unfinished = ResamplingRange(known: .all, edge: .keepUnfinished)
        #expect(try resampled([last], try resampler(1, 5, unfinished)).map(\.flags) == [0])
    }

    private static func randomRows(_ seed: Int) -> [CandleRow] {
        var random = SeededGenerator(seed: UInt64(seed))
        var minute: Int64 = -300
        return (0..<200).map { _ in
            minute += Int64([1, 1, 1, 2, 9].randomElement(using: &random) ?? 1)
            return CandleRow(minute: minute).with { row in
                let prices = (0..<4).map { _ in Double.random(in: 1...100, using: &random) }.sorted()
                (row.low, row.open, row.close, row.high) = (prices[0], prices[1], prices[2], prices[3])
                row.volume = Double.random(in: 0.1...1000, using: &random)
                row.vwap =
                    Int.random(in: 0..<40, using: &random) == 0
                    ? .nan : Double.random(in: prices[0]...prices[3], using: &random)
                row.trades = Int.random(in: 0..<40, using: &random) == 0 ? -1 : Int64.random(in: 1...99, using: &random)
            }
        }
    }

    @Test(arguments: 1...30)
    func randomCandles_inAnyBatches_agreeWithGrouping(seed: Int) throws {
        let rows = Self.randomRows(seed)
        for coarser in [5, 15, 240] {
            let wanted = grouped(rows, by: try minutes(coarser))
            let whole = try resampled(rows, try resampler(1, coarser))
            #expect(agree(whole, wanted))
            for (size, capacity) in [(1, 1), (2, 3), (7, 1), (200, 2)] {
                #expect(try resampled(rows, try resampler(1, coarser), batch: size, output: capacity) == whole)
            }
        }
    }

    @Test(arguments: 1...10)
    func steps_overAnIntermediateInterval_giveTheSame(seed: Int) throws {
        let rows = Self.randomRows(seed)
        let quarters = try resampled(rows, try resampler(1, 15))
        #expect(agree(try resampled(quarters, try resampler(15, 240)), try resampled(rows, try resampler(1, 240))))
    }
}
