public import MarketData
import Pipeline
public import Storage

/// Coarser candles from finer ones or from trades, stored with the source `derived`.
///
/// A source's own rows are never touched. A candle that the series' first or last row cuts is left out: half of
/// a candle is a wrong candle. Between the first and the last row, what is absent counts as not traded.
public struct ResampleJob: Sendable {
    /// One series to make.
    public struct Step: Hashable, Sendable {
        /// What it is made from.
        public var origin: SeriesSummary
        /// What is made.
        public var target: Series
    }

    /// What became of a step.
    public struct Result: Hashable, Sendable {
        /// Which.
        public var step: Step
        /// Candles made.
        public var candles: Int
        /// What became of them in the store.
        public var written: WriteCount
        /// Candles that the first or the last row cuts.
        public var leftOut: Int
    }

    /// The series to make, by their names.
    public let steps: [Step]
    private let store: any TimeSeriesStore
    private let interval: Interval
    private let range: TimeRange

    /// Plans one step for every instrument among the origins. Where an instrument has rows of a source and derived
    /// ones, the source's own are taken.
    ///
    /// - Throws: `ResampleError` where two sources would make the same series, or the interval is no multiple.
    public init(
        store: any TimeSeriesStore, from origins: [SeriesSummary], to interval: Interval, range: TimeRange
    ) throws(ResampleError) {
        self.store = store
        self.interval = interval
        self.range = range
        var steps: [Step] = []
        for (instrument, all) in Dictionary(grouping: origins, by: \.series.instrument) {
            let own = all.filter { $0.series.source != Series.derivedSource }
            let candidates = own.isEmpty ? all : own
            guard let origin = candidates.first, candidates.count == 1 else {
                let sources = candidates.map(\.series.source).sorted().joined(separator: ", ")
                throw ResampleError("\(instrument) has rows of several sources (\(sources)): say which with --source")
            }
            let target = Series(instrument, .candles(interval), source: Series.derivedSource)
            steps.append(Step(origin: origin, target: target))
        }
        self.steps = steps.sorted { "\($0.target)" < "\($1.target)" }
        for step in steps {
            guard let finer = step.origin.series.kind.interval else { continue }
            do throws(PipelineError) {
                _ = try CandleResampler(from: finer, to: interval, in: ResamplingRange(known: range))
            } catch {
                throw ResampleError("\(error)")
            }
        }
    }

    /// Makes them all, as one job in the ledger. Stopped by its meter it is PAUSED, and what was made stays.
    public func run(ledger: any Ledger, meter: RowMeter = RowMeter(), now: () -> Timestamp) throws -> [Result] {
        let job = try ledger.startJob(
            JobStart(
                command: "resample", subject: "\(steps.count) series to \(interval)", items: steps.count,
                startedAt: now(), store: store.identity(), storeLocation: store.location, process: ProcessName.own.text)
        )
        var progress = JobProgress(at: now())
        var results: [Result] = []
        func showLife() throws {
            let moment = now()
            guard moment.nanoseconds - progress.at.nanoseconds >= 1_000_000_000 else { return }
            progress.at = moment
            try ledger.updateJob(job, progress: progress)
        }
        do {
            var rows = 0
            for step in steps { rows += try store.count(step.origin.series, in: range) }
            meter.expect(rows)
            for step in steps where !meter.isStopping {
                let result = try make(step, meter, showLife)
                results.append(result)
                // One that was stopped on its way is made again.
                if !meter.isStopping { progress.itemsDone += 1 }
                progress.rowsRead += result.candles
                progress.written += result.written
                progress.at = now()
                let claims = meter.isStopping ? [] : try claims(result, job, ledger, at: progress.at)
                // What is asserted is stored.
                try store.settle(store.mark)
                try ledger.record(claims.map(LedgerEntry.coverage) + [.progress(job, progress)])
            }
        } catch {
            // Where the ledger cannot be told either, the first failure says more.
            try? ledger.finish(job, state: .failed, message: "\(error)", progress: progress)
            throw error
        }
        let isWhole = progress.itemsDone == steps.count
        let left = isWhole ? "" : "stopped; run the same command again to go on"
        try ledger.finish(
            job, state: isWhole ? .completed : .paused, message: left, progress: progress)
        return results
    }

    /// What is known of a derived series now: the whole candles within what the sources of its origin have asserted, but
    /// for those that were left out. Nothing where nobody has asserted anything.
    private func claims(
        _ result: Result, _ job: JobID, _ ledger: any Ledger, at moment: Timestamp
    ) throws(StorageError) -> [CoverageRecord] {
        let origin = result.step.origin
        let told = try ledger.coverage(of: .series(origin.series), in: store.identity()).filter { $0.claim == .covered }
        let whole = RangeSet(
            RangeSet(told.map(\.range)).ranges.compactMap { $0.intersection(range)?.whole(interval) })
        guard let known = Self.known(origin).intersection(range) else { return [] }
        let claimed = whole.subtracting(RangeSet(cut(known))).ranges
        // All candles lie in the only range, or nobody knows how many lie in which.
        let holdsAll = claimed.count == 1 && known.whole(interval).map { claimed[0].intersection($0) == $0 } ?? true
        return claimed.map {
            CoverageRecord(
                .series(result.step.target), .covered, $0, job: job, at: moment, medium: .derived,
                origin: "\(origin.series)", rows: holdsAll ? result.candles : nil)
        }
    }

    /// Calls `afterBatch` for every batch of rows that was read.
    private func make(_ step: Step, _ meter: RowMeter, _ afterBatch: () throws -> Void) throws -> Result {
        let known = Self.known(step.origin)
        var sink = CandleSink(store: store, series: step.target)
        guard let asked = known.intersection(range) else {
            return Result(step: step, candles: 0, written: WriteCount(), leftOut: 0)
        }
        let bounds = ResamplingRange(known: asked)
        switch step.origin.series.kind {
        case .candles(let finer):
            var resampler = try CandleResampler(from: finer, to: interval, in: bounds)
            try readCandles(step.origin.series, asked, meter) { batch in
                var row = 0
                while row < batch.count {
                    row = try resampler.read(batch, from: row, into: sink.batch)
                    if row < batch.count { try sink.flush() }
                }
                try afterBatch()
            }
            if !meter.isStopping { while !resampler.finish(into: sink.batch) { try sink.flush() } }
        case .trades:
            var resampler = TradeResampler(to: interval, in: bounds)
            try readTrades(step.origin.series, asked, meter) { batch in
                var row = 0
                while row < batch.count {
                    row = try resampler.read(batch, from: row, into: sink.batch)
                    if row < batch.count { try sink.flush() }
                }
                try afterBatch()
            }
            if !meter.isStopping { while !resampler.finish(into: sink.batch) { try sink.flush() } }
        }
        try sink.flush()
        return Result(step: step, candles: sink.candles, written: sink.written, leftOut: cut(asked).count)
    }

    /// What a series' rows show to be known: from its first row to the end of its last.
    private static func known(_ summary: SeriesSummary) -> TimeRange {
        let length = summary.series.kind.interval?.nanoseconds ?? 1
        let (end, overflow) = summary.last.nanoseconds.addingReportingOverflow(length)
        return TimeRange(summary.first, overflow ? .latest : Timestamp(nanoseconds: end)) ?? .all
    }

    /// The candles that reach beyond the range on either side.
    private func cut(_ range: TimeRange) -> [TimeRange] {
        let first = interval.floor(range.start.nanoseconds)
        let last = interval.floor(range.end.nanoseconds - 1)
        var openings: Set<Int64> = []
        if first < range.start.nanoseconds { openings.insert(first) }
        let (end, overflow) = last.addingReportingOverflow(interval.nanoseconds)
        if overflow || end > range.end.nanoseconds { openings.insert(last) }
        return openings.sorted().compactMap { opening in
            let opening = Timestamp(nanoseconds: opening)
            return TimeRange(opening, opening.advanced(by: interval.nanoseconds))
        }
    }

    private func readCandles(
        _ series: Series, _ range: TimeRange, _ meter: RowMeter, _ body: (CandleBatch) throws -> Void
    ) throws {
        let batch = CandleBatch()
        var rest: TimeRange? = range
        while let piece = rest, !meter.isStopping {
            try store.read(series, in: piece, into: batch)
            try body(batch)
            meter.add(batch.count)
            guard batch.count == batch.capacity else { return }
            rest = TimeRange(Timestamp(nanoseconds: batch.openTime[batch.count - 1] + 1), range.end)
        }
    }

    private func readTrades(
        _ series: Series, _ range: TimeRange, _ meter: RowMeter, _ body: (TradeBatch) throws -> Void
    ) throws {
        let batch = TradeBatch()
        var position: TradePosition?
        while !meter.isStopping {
            try store.read(series, in: range, after: position, into: batch)
            try body(batch)
            meter.add(batch.count)
            guard batch.count == batch.capacity else { return }
            let last = batch.count - 1
            position = TradePosition(time: batch.time[last], ordinal: batch.ordinal[last])
        }
    }
}

/// Candles on their way into a series, a batch at a time.
private struct CandleSink {
    let store: any TimeSeriesStore
    let series: Series
    let batch = CandleBatch()
    var candles = 0
    var written = WriteCount()

    mutating func flush() throws(StorageError) {
        guard batch.count > 0 else { return }
        let count = try store.write(batch, to: series)
        RowInstruments.wrote(count, source: series.source, series.kind)
        written += count
        candles += batch.count
        batch.count = 0
    }
}

/// What cannot be resampled, and what to do.
public struct ResampleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
    init(_ description: String) { self.description = description }
}
