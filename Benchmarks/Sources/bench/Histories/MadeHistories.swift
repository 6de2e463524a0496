import MarketData

/// Made-up coverage of many series: the same every time.
struct MadeHistories {
    /// How many series, eight of an asset.
    let series: Int
    /// Ranges of each, spread over twelve years.
    let ranges: Int

    static let source = "kraken-csv"
    private static let intervals = [1, 5, 15, 30, 60, 240, 720, 1440].compactMap { Interval(minutes: $0) }
    /// 2014-01-01 and 2026-01-01, in nanoseconds.
    private static let (start, end): (Int64, Int64) = (1_388_534_400_000_000_000, 1_767_225_600_000_000_000)
    /// 2100-01-01.
    private static let farAway = Timestamp(nanoseconds: 4_102_444_800_000_000_000)

    /// Assets, all of them crypto.
    var assets: [Asset] {
        (0..<(series + 7) / 8).map { number in
            Asset(
                ticker: Self.ticker(number), category: .crypto, tier: Tier.allCases[number % Tier.allCases.count],
                quoteCurrency: "USD")
        }
    }

    private static func ticker(_ number: Int) -> String { "A\(String(100_000 + number).dropFirst())" }

    /// The series of a number.
    func series(_ number: Int) -> Series {
        let instrument = Instrument(base: Self.ticker(number / 8), quote: "USD")
        return Series(instrument, .candles(interval(number)), source: Self.source)
    }

    /// What its source has asserted: in each of as many equal stretches some candles from the first on, never all.
    func covered(_ number: Int) -> RangeSet {
        let step = interval(number).nanoseconds
        let stretch = max(2, (Self.end - Self.start) / step / Int64(ranges))
        // A generator of numbers that has no need to be good (Knuth's MMIX).
        var state = UInt64(number + 1)
        return RangeSet(
            (0..<ranges).compactMap { place in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let length = 1 + Int64(state >> 33) % (stretch - 1)
                let from = Self.start + Int64(place) * stretch * step
                return TimeRange(Timestamp(nanoseconds: from), Timestamp(nanoseconds: from + length * step))
            })
    }

    /// All that can ever be wanted.
    var whole: RangeSet {
        RangeSet([TimeRange(Timestamp(nanoseconds: Self.start), Self.farAway)].compactMap(\.self))
    }

    private func interval(_ number: Int) -> Interval { Self.intervals[number % Self.intervals.count] }
}
