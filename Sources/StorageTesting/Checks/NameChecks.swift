import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    /// Names that a text protocol, a quoting rule or a column's width could break.
    static let hardNames = [
        " ", "a b", " leading", "trailing ", "it's", "say \"so\"", "a,b", "a=b", "a\\b", "a\\", "\\", "a\\,b\\=c\\ d",
        "a/b", "a|b", "%", "_", "$1", "?", "{}", "[0]", "--", "; DROP TABLE candle", "tab\there", "line\nbreak",
        "cr\rlf\r\n",
        "ünïcödé", "日本語", "🕯️", "NULL", "null", "0", "-1", "true", "A", "a", String(repeating: "x", count: 200),
        String(repeating: "x", count: 199) + "y", String(repeating: "é", count: 100),
    ]

    static let names: [StoreCheck] = [
        StoreCheck(
            "hard-names",
            "Names with spaces, quotes, commas, equals signs, backslashes and any letters are kept exactly",
            restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            for (index, name) in hardNames.enumerated() {
                for series in [
                    Candle.series(name, "USD"), Candle.series("BTC", name),
                    Candle.series("BTC", "USD", source: name), Trade.series(name, name, source: name),
                ] {
                    if series.kind == .trades {
                        try it.write([Trade(time: Trade.start, price: Double(index + 1))], to: series)
                    } else {
                        try it.write([Candle(time: Candle.start, close: Double(index + 1))], to: series)
                    }
                }
            }
            try it.expectAll()
            for name in hardNames {
                for filter in [SeriesFilter(base: name), SeriesFilter(quote: name), SeriesFilter(source: name)] {
                    try expect(
                        rows: it.store.series(matching: filter), equal: it.model.summaries(matching: filter),
                        "the series matching \(filter)")
                }
            }
        },
        StoreCheck(
            "hard-names-mixed", "Hard names come apart again in a mixed batch, too", restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            let candles = hardNames.map { Candle.series($0, "USD", source: $0) }
            let trades = hardNames.map { Trade.series("BTC", $0, source: $0) }
            for second in 0..<2 {
                try it.write(
                    candles.indices.map {
                        (
                            row: Candle(time: Candle.start + Int64(second) * Candle.minute, close: Double($0 + 1)),
                            place: $0
                        )
                    }, among: candles)
                try it.write(
                    trades.indices.map { (row: Trade(time: Trade.start, ordinal: Int32(second)), place: $0) },
                    among: trades)
            }
            try it.expectAll()
        },
        StoreCheck("empty-names", "An empty name is kept like any other, or refused; it is not turned into another") {
            run in
            let it = try run.store()
            try it.write([Candle(time: Candle.start)])
            for series in [
                Candle.series("", "USD"), Candle.series("BTC", ""), Candle.series("BTC", "USD", source: ""),
            ] {
                do {
                    _ = try Candle.write([Candle(time: Candle.start, close: 9.5)], to: series, of: it.store)
                    try it.settle()
                    _ = it.model.write([Candle(time: Candle.start, close: 9.5)], to: series, traits: it.traits)
                } catch let error as StorageError where error.code == .unsupported {
                    // Refused: the store then shows only what it took.
                }
                try it.expectAll()
            }
        },
    ]
}
