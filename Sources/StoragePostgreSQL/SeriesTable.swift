import MarketData
import Storage

/// The table `series`: numbers for series, which candles and trades carry instead of names.
enum SeriesTable {
    /// The number of a series, nil when nothing was ever stored for it.
    static func number(
        of series: Series, _ connection: ServerConnection, schema: String
    ) throws(ServerFailure) -> Int64? {
        if series.texts.contains(where: { $0.utf8.contains(0) }) { return nil }
        let found = try connection.run(
            Statement(
                "series",
                "SELECT id FROM \(schema).series WHERE base = $1 AND quote = $2 AND interval_ns = $3 AND source = $4"),
            [
                .text(series.instrument.base), .text(series.instrument.quote),
                .int8(nanoseconds(of: series.kind)), .text(series.source),
            ])
        return found.count == 0 ? nil : found.int8(0, 0)
    }

    /// The numbers of series, new ones where there are none, locked until the transaction ends: who writes the same
    /// series waits. All hubs take new series by name, then locks by number, so that none waits for one who waits
    /// for it.
    static func lock(
        _ all: Set<Series>, _ connection: ServerConnection, schema: String
    ) throws(ServerFailure) -> [Series: Int64] {
        let all = Array(all)
        let values: [Parameter] = [
            .texts(all.map(\.instrument.base)), .texts(all.map(\.instrument.quote)),
            .numbers(all.map { nanoseconds(of: $0.kind) }), .texts(all.map(\.source)),
        ]
        let isSame = "s.base = w.base AND s.quote = w.quote AND s.interval_ns = w.interval_ns AND s.source = w.source"
        _ = try connection.run(
            Statement(
                "new_series",
                """
                INSERT INTO \(schema).series (base, quote, interval_ns, source)
                SELECT base, quote, interval_ns, source FROM unnest($1, $2, $3, $4) AS w (base, quote, interval_ns, source)
                WHERE NOT EXISTS (SELECT FROM \(schema).series s WHERE \(isSame))
                ORDER BY base COLLATE "C", quote COLLATE "C", interval_ns, source COLLATE "C" ON CONFLICT DO NOTHING
                """), values)
        let found = try connection.run(
            Statement(
                "lock_series",
                """
                SELECT s.id, w.place FROM unnest($1, $2, $3, $4)
                    WITH ORDINALITY AS w (base, quote, interval_ns, source, place)
                JOIN \(schema).series s ON \(isSame) ORDER BY s.id FOR NO KEY UPDATE OF s
                """), values)
        var numbers: [Series: Int64] = [:]
        for row in 0..<found.count { numbers[all[Int(found.int8(row, 1)) - 1]] = found.int8(row, 0) }
        return numbers
    }

    /// How a kind is stored: the interval's nanoseconds, 0 for trades.
    static func nanoseconds(of kind: SeriesKind) -> Int64 { kind.interval?.nanoseconds ?? 0 }

    /// The kind that is stored as this number.
    static func kind(nanoseconds: Int64) throws(ServerFailure) -> SeriesKind {
        if nanoseconds == 0 { return .trades }
        guard let interval = Interval(nanoseconds: nanoseconds) else {
            throw ServerFailure(state: "XX001", "a series has an interval of \(nanoseconds) ns")
        }
        return .candles(interval)
    }
}

extension Series {
    /// What PostgreSQL keeps of it as text.
    var texts: [String] { [instrument.base, instrument.quote, source] }
}
