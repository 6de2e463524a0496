public import MarketData
public import Storage

extension QuestDBStore {
    /// By time; what QuestDB does otherwise, with the reasons.
    public var traits: StoreTraits {
        var exceptions: [StorePromise: String] = [
            .countsWrites: "QuestDB does not say what became of a row",
            .skipsEqualRows:
                "every row goes into the write-ahead log; only then an equal one leaves the table as it is",
            .keepsStoredValues: "a row with the identity of a stored one replaces it whole",
            .keepsVWAP: "table assetprice has no column for it",
            .keepsEveryInterval: "column interval_minutes has whole minutes",
            .durableAtOnce: "rows travel while the next ones are made: settle waits for the server's word",
            .visibleAtOnce: "QuestDB applies its write-ahead log a moment later",
            .listsWithoutReading: "QuestDB keeps no list of series: it reads their key columns",
        ]
        if settings.wire == .automatic || settings.wire == .only(.qwp) {
            exceptions[.wholeBatches] =
                "by QWP a batch larger than the server's receive buffer (http.recv.buffer.size) is several transactions"
        }
        return StoreTraits(order: .byTime, exceptions: exceptions)
    }

    /// Stores candles: rows that are there already, by their identity, are replaced.
    ///
    /// - Throws: `unsupported` (names the row's time), `unreachable`, `denied`, `notOffered`, and what the server refused
    ///   of earlier rows.
    public func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write(candles, [series], isSingle: true)[0]
    }

    /// Stores trades, likewise.
    ///
    /// - Throws: as for candles.
    public func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write(trades, [series], isSingle: true)[0]
    }

    /// Stores candles of several series at once, as QuestDB likes them best. Of two rows of one identity the later in
    /// the batch stays.
    ///
    /// - Throws: as for those of one series.
    public func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try write(candles, series, isSingle: false)
    }

    /// Stores trades of several series, likewise.
    ///
    /// - Throws: as for candles.
    public func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try write(trades, series, isSingle: false)
    }

    private func write(
        _ candles: CandleBatch, _ series: [Series], isSingle: Bool
    ) throws(StorageError) -> [WriteCount] {
        let minutes = try series.map { one throws(StorageError) in try self.minutes(of: one) }
        if let problem = RowCheck.firstProblem(in: candles, places: isSingle ? nil : series.count) {
            throw unsupported(isSingle ? "\(series[0]): \(problem)" : problem)
        }
        let counts = accepted(candles.symbol, candles.count, series.count, isSingle)
        if candles.count > 0 { try line().send(candles, columns(series, minutes, counts, isSingle)) }
        return counts
    }

    private func write(
        _ trades: TradeBatch, _ series: [Series], isSingle: Bool
    ) throws(StorageError) -> [WriteCount] {
        for one in series where one.kind != .trades { throw unsupported("trades cannot be stored as \(one)") }
        if let problem = RowCheck.firstProblem(in: trades, places: isSingle ? nil : series.count) {
            throw unsupported(isSingle ? "\(series[0]): \(problem)" : problem)
        }
        let counts = accepted(trades.symbol, trades.count, series.count, isSingle)
        let minutes = series.map { _ in Int32(0) }
        if trades.count > 0 { try line().send(trades, columns(series, minutes, counts, isSingle)) }
        return counts
    }

    private func minutes(of series: Series) throws(StorageError) -> Int32 {
        guard let interval = series.kind.interval else { throw unsupported("candles cannot be stored as \(series)") }
        guard let minutes = interval.minutes.flatMap({ Int32(exactly: $0) }) else {
            throw unsupported("\(series): QuestDB keeps candles of whole minutes only")
        }
        return minutes
    }

    private func accepted(_ symbols: Column<UInt32>, _ rows: Int, _ places: Int, _ isSingle: Bool) -> [WriteCount] {
        if isSingle { return [WriteCount(accepted: rows)] }
        var counts = [Int](repeating: 0, count: places)
        for row in 0..<rows { counts[Int(symbols[row])] += 1 }
        return counts.map { WriteCount(accepted: $0) }
    }

    /// Looks up, and where they are new registers, the assets of the series that have rows.
    private func columns(
        _ series: [Series], _ minutes: [Int32], _ counts: [WriteCount], _ isSingle: Bool
    ) throws(StorageError) -> SeriesColumns {
        var columns = SeriesColumns(isSingle: isSingle)
        // A place without rows needs no number.
        var used: Set<String> = []
        for (place, one) in series.enumerated() where counts[place].rows > 0 {
            let names = [one.instrument.base, one.instrument.quote, one.source]
            if names.contains(where: { $0.isEmpty || $0.utf8.contains(0) }) {
                throw unsupported("\(one): an asset, a currency or a source without a name, or with a NUL in it")
            }
            used.insert(one.instrument.base)
        }
        let numbers = try assets.numbersOrNew(of: used)
        for (place, one) in series.enumerated() {
            columns.add(
                asset: numbers[one.instrument.base] ?? 0, minutes: minutes[place], quote: one.instrument.quote,
                source: one.source)
        }
        return columns
    }

    private func unsupported(_ message: String) -> StorageError {
        StorageError(
            .unsupported, at: location, message,
            advice: "mend the adapter or the input; nothing of this batch was stored")
    }
}
