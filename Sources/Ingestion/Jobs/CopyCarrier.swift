import MarketData
import Storage

/// Carries rows from store to store and tells the ledger how far it is, behind what is durable.
struct CopyCarrier {
    private let origin: any TimeSeriesStore
    private let target: any TimeSeriesStore
    private let ledger: any Ledger
    private let job: JobID
    private let range: TimeRange
    private let meter: RowMeter
    private let now: () -> Timestamp

    private(set) var progress: JobProgress
    private(set) var refused: [(series: Series, reason: String)] = []
    /// A mark that was set, and the place in the stream that it stands for.
    private var waiting: (mark: WriteMark, token: CopyToken)?

    init(
        from origin: any TimeSeriesStore, to target: any TimeSeriesStore, ledger: any Ledger, job: JobID,
        range: TimeRange, meter: RowMeter, now: @escaping () -> Timestamp
    ) {
        self.origin = origin
        self.target = target
        self.ledger = ledger
        self.job = job
        self.range = range
        self.meter = meter
        self.now = now
        progress = JobProgress(at: now())
    }

    /// Carries all series, from the place of an earlier run on.
    mutating func carry(_ series: [Series], from earlier: CopyToken?) throws(StorageError) {
        switch target.traits.order {
        case .bySeries: try carryOneByOne(series, from: earlier)
        case .byTime: try carryTogether(series, from: earlier)
        }
        if let waiting { try reach(waiting) }
        waiting = nil
    }

    private mutating func carryOneByOne(_ series: [Series], from earlier: CopyToken?) throws(StorageError) {
        let start = earlier.flatMap { token in series.firstIndex { $0.description == token.stream } }
        for (index, one) in series.enumerated() where !meter.isStopping {
            if let start, index < start {
                meter.add(try origin.count(one, in: range))
                progress.itemsDone += 1
                continue
            }
            let from = index == start ? earlier.map(\.time) : nil
            try carry([one], stream: one.description, from: from)
            if !meter.isStopping { progress.itemsDone += 1 }
        }
    }

    private mutating func carryTogether(_ series: [Series], from earlier: CopyToken?) throws(StorageError) {
        let candles = series.filter { $0.kind != .trades }
        let trades = series.filter { $0.kind == .trades }
        if earlier?.stream != "trades" {
            try carry(candles, stream: "candles", from: earlier?.time)
        } else {
            for one in candles { meter.add(try origin.count(one, in: range)) }
        }
        if !meter.isStopping { progress.itemsDone += candles.count }
        try carry(trades, stream: "trades", from: earlier?.stream == "trades" ? earlier?.time : nil)
        if !meter.isStopping { progress.itemsDone += trades.count }
    }

    /// Carries series of one kind as one stream in the order of time.
    private mutating func carry(_ series: [Series], stream: String, from start: Timestamp?) throws(StorageError) {
        guard !series.isEmpty, !meter.isStopping else { return }
        let from = max(start ?? range.start, range.start)
        guard let rest = TimeRange(from, range.end) else { return }
        if let before = TimeRange(range.start, from) {
            for one in series { meter.add(try origin.count(one, in: before)) }
        }
        if series[0].kind == .trades {
            var rows = TimeOrderedTrades(origin, series: series, range: rest)
            let batch = TradeBatch()
            try Self.stoppable(target.location) {
                try rows.forEach { from, row, place in
                    if batch.count == batch.capacity { try flush(batch, series, stream) }
                    batch.copy(row: row, of: from, to: batch.count)
                    batch.symbol[batch.count] = UInt32(place)
                    batch.count += 1
                }
                try flush(batch, series, stream)
            }
        } else {
            var rows = TimeOrderedCandles(origin, series: series, range: rest)
            let batch = CandleBatch()
            try Self.stoppable(target.location) {
                try rows.forEach { from, row, place in
                    if batch.count == batch.capacity { try flush(batch, series, stream) }
                    batch.copy(row: row, of: from, to: batch.count)
                    batch.symbol[batch.count] = UInt32(place)
                    batch.count += 1
                }
                try flush(batch, series, stream)
            }
        }
    }

    private mutating func flush(_ batch: CandleBatch, _ series: [Series], _ stream: String) throws {
        guard batch.count > 0 else { return }
        try write(StoredRows(.candles(batch), among: series))
        let last = Timestamp(nanoseconds: batch.openTime[batch.count - 1])
        batch.count = 0
        try mark(CopyToken(stream: stream, time: last))
    }

    private mutating func flush(_ batch: TradeBatch, _ series: [Series], _ stream: String) throws {
        guard batch.count > 0 else { return }
        try write(StoredRows(.trades(batch), among: series))
        let last = Timestamp(nanoseconds: batch.time[batch.count - 1])
        batch.count = 0
        try mark(CopyToken(stream: stream, time: last))
    }

    /// Writes rows; series of which the target does not keep rows are left out from then on.
    private mutating func write(_ rows: StoredRows) throws(StorageError) {
        let left = rows.series.indices.filter { place in refused.contains { $0.series == rows.series[place] } }
        if left.isEmpty {
            do throws(StorageError) {
                count(try target.write(rows), rows.count, rows.series)
                return
            } catch  where error.code == .unsupported {
                if rows.series.count == 1 {
                    refused.append((rows.series[0], error.description))
                    return count([], rows.count, [])
                }
            }
        }
        for place in rows.series.indices where !left.contains(place) {
            let part = rows.part(place)
            guard part.count > 0 else { continue }
            do throws(StorageError) {
                count(try target.write(part), 0, part.series)
            } catch  where error.code == .unsupported {
                refused.append((rows.series[place], error.description))
            }
        }
        count([], rows.count, [])
    }

    private mutating func count(_ counts: [WriteCount], _ rows: Int, _ series: [Series]) {
        for (count, series) in zip(counts, series) {
            RowInstruments.wrote(count, source: series.source, series.kind)
        }
        for count in counts { progress.written += count }
        progress.rowsRead += rows
        meter.add(rows)
    }

    /// Notes the place before the newest one, once it is durable: so nobody waits for what was just written.
    private mutating func mark(_ token: CopyToken) throws {
        if let waiting { try reach(waiting) }
        waiting = (target.mark, token)
        if meter.isStopping { throw Stop() }
    }

    private mutating func reach(_ place: (mark: WriteMark, token: CopyToken)) throws(StorageError) {
        try target.settle(place.mark)
        progress.resumeToken = place.token.description
        progress.at = now()
        try ledger.updateJob(job, progress: progress)
    }

    private struct Stop: Error {}

    /// Runs until the end or until the user wants no more; what stores throw goes on.
    private static func stoppable(_ location: String, _ body: () throws -> Void) throws(StorageError) {
        do {
            try body()
        } catch is Stop {
            return
        } catch let error as StorageError {
            throw error
        } catch {
            // Nothing else is thrown in the streams.
            throw StorageError(.other, at: location, "\(error)", advice: "run the same command again to go on")
        }
    }
}
