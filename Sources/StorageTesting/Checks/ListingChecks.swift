import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    static let listing: [StoreCheck] = [
        StoreCheck(
            "listing-order",
            "The series are listed by base, quote, kind (candles before trades, short before long) and source, each with "
                + "its first and last time",
            restsOn: [.listsWithoutReading]
        ) { run in
            let it = try varied(run.store())
            try it.expectAll()
            try expect(
                it.store.series(matching: SeriesFilter()).prefix(3).map(\.series),
                equals: [
                    Candle.series("ADA", "EUR"), Candle.series("BTC", "EUR", source: "a"),
                    Candle.series("BTC", "EUR", source: "b"),
                ], "the first three of the list")
        },
        StoreCheck(
            "listing-edges", "A series' first and last time follow what is written before and behind",
            restsOn: [.listsWithoutReading]
        ) { run in
            let it = try run.store()
            for part in [50..<60, 55..<58, 20..<30, 90..<91] {
                try it.write(Candle.run(part))
                try it.write(Trade.run(part))
                try it.expectAll()
            }
        },
        StoreCheck("listing-filters", "A filter gives the series that match it, and no others") { run in
            let it = try varied(run.store())
            for base in [nil, "BTC", "NONE"] as [String?] {
                for quote in [nil, "EUR"] as [String?] {
                    for interval in [nil, Interval(minutes: 60)] {
                        for content in [nil, .candles, .trades] as [SeriesFilter.Content?] {
                            for source in [nil, "a", "nobody"] as [String?] {
                                let filter = SeriesFilter(
                                    base: base, quote: quote, interval: interval, content: content, source: source)
                                try expect(
                                    rows: it.store.series(matching: filter),
                                    equal: it.model.summaries(matching: filter),
                                    "the series matching \(filter)")
                            }
                        }
                    }
                }
            }
        },
        StoreCheck(
            "many-series", "Hundreds of series are kept apart, each with its rows",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let it = try run.store()
            let series = (0..<300).map { Candle.series("A\($0 % 60)", "Q\($0 / 60)") }
            for half in [0, 1] {
                let rows = Candle.run(half * 2..<half * 2 + 2)
                try it.write(
                    rows.flatMap { row in series.indices.map { (row: shifted(row, $0), place: $0) } }, among: series)
            }
            try it.expectAll()
        },
    ]

    private static func shifted(_ row: Candle, _ index: Int) -> Candle {
        var row = row
        row.close += Double(index) / 1024
        return row
    }

    private static func varied(_ it: CheckedStore) throws -> CheckedStore {
        for (index, series) in [
            Series.candles("BTC", "USD", minutes: 1440), Trade.series("BTC", "USD"), Series.candles("BTC", "USD"),
            Candle.series("BTC", "EUR", source: "b"), Candle.series("BTC", "EUR", source: "a"),
            Series.candles(minutes: 60), Series.candles("ADA", "EUR"), Trade.series("ETH", "EUR", source: "a"),
            Trade.series("BTC", "USD", source: "a"), Series.candles("BTC", "USD", minutes: 60, source: "a"),
        ].enumerated() {
            if series.kind == .trades {
                try it.write(Trade.run(index..<index + 20), to: series)
            } else {
                try it.write(Candle.run(index..<index + 1 + index % 3), to: series)
            }
        }
        return it
    }
}
