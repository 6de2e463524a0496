public import MarketData
public import Storage

/// Candles and trades in PostgreSQL. See `TimeSeriesStore` for what each call promises.
///
/// Limits: candles open on whole seconds from 1970 on; prices are never absent; names hold no zero character. Rows
/// that break this, or do not ascend, are refused with the whole call, as `unsupported`.
///
/// Several hubs may write at once, also the same series: they wait for each other.
public struct PostgreSQLStore: JointStore {
    let database: PostgreSQLDatabase

    /// The store in a database that is open.
    public init(_ database: PostgreSQLDatabase) { self.database = database }

    /// The address, without secrets.
    public var location: String { database.location }

    /// Series by series; every promise is kept.
    public var traits: StoreTraits { StoreTraits(order: .bySeries, batchesAGroup: 8) }

    /// Which store this is.
    public func identity() throws(StorageError) -> StoreIdentity {
        try database.read { connection in
            let found = try connection.run(Statement("identity", "SELECT id FROM \(schema).identity"))
            guard found.count == 1, let identity = StoreIdentity(found.text(0, 0)) else {
                throw ServerFailure(state: "XX001", "the store does not say which it is")
            }
            return identity
        }
    }

    /// Stores candles, all or none: what is new or different is written, rows that are equal but for what is absent
    /// in them are only read.
    ///
    /// - Throws: `unsupported` (names the row's time), `full`, `readOnly`, `busy`, `unreachable`, `needsMigration`.
    public func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write([StoredRows(.candles(candles), of: series)], recording: { _ in [] })[0][0]
    }

    /// Stores trades, likewise.
    ///
    /// - Throws: as for candles.
    public func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write([StoredRows(.trades(trades), of: series)], recording: { _ in [] })[0][0]
    }

    /// Stores candles of several series in one transaction.
    ///
    /// - Throws: as for one series.
    public func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try write([StoredRows(.candles(candles), among: series)], recording: { _ in [] })[0]
    }

    /// Stores trades of several series in one transaction.
    ///
    /// - Throws: as for candles.
    public func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try write([StoredRows(.trades(trades), among: series)], recording: { _ in [] })[0]
    }

    /// Whether the ledger lies in the same database and schema, opened as this store was.
    public func shares(_ ledger: any Ledger) -> Bool {
        (ledger as? PostgreSQLLedger)?.database === database
    }

    /// Stores batches and notes what follows from them in one transaction.
    ///
    /// - Throws: as for one batch, and what noting throws; then nothing of the group is stored.
    public func write(
        _ group: [StoredRows], recording: ([[WriteCount]]) -> [LedgerEntry]
    ) throws(StorageError) -> [[WriteCount]] {
        let parts = try group.map { rows throws(StorageError) in try self.parts(of: rows) }
        let series = Set(parts.joined().map(\.series))
        var counts = group.map { $0.series.map { _ in WriteCount() } }
        if series.isEmpty {
            // Nothing to store, and perhaps something to note.
            let entries = recording(counts)
            if !entries.isEmpty { try PostgreSQLLedger(database).record(entries) }
            return counts
        }
        return try database.write { connection, attempt in
            let numbers = try SeriesTable.lock(series, connection, schema: schema)
            var (candles, trades) = (Numbered<CandleRows>(), Numbered<TradeRows>())
            for (index, rows) in group.enumerated() {
                for part in parts[index] {
                    guard let number = numbers[part.series], number <= CandleKey.largestSeries else {
                        throw unsupported("too many series")
                    }
                    switch rows.batch {
                    case .candles(let batch): candles.add(part, number, CandleRows(batch: batch), index)
                    case .trades(let batch): trades.add(part, number, TradeRows(batch: batch), index)
                    }
                }
            }
            for (place, count) in try candles.write(database.tables.candle, connection, attempt)
                + trades.write(database.tables.trade, connection, attempt)
            { counts[place.index][place.series] = count }
            let entries = recording(counts)
            if !entries.isEmpty { try PostgreSQLLedger(database).note(entries, connection) }
            return counts
        }
    }

    var schema: String { database.settings.schema }

    /// The parts of a batch, checked.
    private func parts(of rows: StoredRows) throws(StorageError) -> [SeriesPart] {
        switch rows.batch {
        case .candles(let batch):
            return try checked(CandleRows(batch: batch), rows.series, "candles") { $0.interval != nil }
        case .trades(let batch):
            return try checked(TradeRows(batch: batch), rows.series, "trades") { $0.interval == nil }
        }
    }

    private func checked(
        _ rows: some BatchRows, _ series: [Series], _ what: String, _ isRight: (SeriesKind) -> Bool
    ) throws(StorageError) -> [SeriesPart] {
        for one in series where !isRight(one.kind) { throw unsupported("\(what) cannot be stored as \(one)") }
        guard let parts = SeriesPart.parts(of: rows, among: series) else {
            throw unsupported("a row belongs to a series that is not among the \(series.count) given")
        }
        for part in parts {
            if part.series.texts.contains(where: { $0.utf8.contains(0) }) {
                throw unsupported("\(part.series): there is a zero character in a name")
            }
            if let problem = rows.firstProblem(in: part.rows) { throw unsupported("\(part.series): \(problem)") }
        }
        return parts
    }

    private func unsupported(_ message: String) -> StorageError {
        StorageError(
            .unsupported, at: location, message,
            advice: "mend the adapter or the input; nothing of this batch was stored")
    }
}

/// The parts of a group that go into one table.
private struct Numbered<Rows: BatchRows> {
    private var batches: [Rows] = []
    private var parts: [BatchWriter<Rows>.Part] = []
    /// Where the count of each part belongs: the batch in the group, and its series there.
    private var places: [(index: Int, series: Int)] = []

    /// Parts come batch by batch.
    mutating func add(_ part: SeriesPart, _ number: Int64, _ rows: Rows, _ index: Int) {
        if places.last?.index != index { batches.append(rows) }
        parts.append(.init(rows: part.rows, series: number, batch: batches.count - 1))
        places.append((index, part.place))
    }

    func write(
        _ table: StoredTable, _ connection: ServerConnection, _ attempt: Attempt
    ) throws -> [(place: (index: Int, series: Int), count: WriteCount)] {
        let writer = BatchWriter(batches: batches, table: table, connection: connection, attempt: attempt)
        return Array(zip(places, try writer.write(parts)).map { (place: $0, count: $1) })
    }
}
