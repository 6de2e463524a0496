import MarketData

extension EvidenceWindow {
    /// Judges every interval without a row in what is to be judged.
    ///
    /// It is suspect when a finer series has rows in it; or when a coarser candle, all of whose parts have a row or are
    /// known to have none, holds more trades than they do (where counts are unknown: when it has no part at all); or when
    /// its neighbours make it all but impossible. A run of empty intervals is judged interval by interval with the same
    /// expectation, which is not multiplied by the run's length: trades come in bursts. With neighbours on one side alone a
    /// run of more than `fewestNeighbours` intervals is not judged by them. Otherwise there were no trades.
    public func report(_ settings: EvidenceSettings = EvidenceSettings()) -> EvidenceReport {
        let intervals = EmptyIntervals(self)
        let grid = intervals.grid
        // Whole intervals only.
        let whole = RangeSet(judged.intersection(known).ranges.compactMap { grid.whole($0).map(grid.time) })
        let empty = intervals.all.intersection(whole)
        let finer = FinerEvidence(empty, grid, self)
        let coarser = CoarserEvidence(intervals, self)
        let (improbable, expected) = improbable(intervals, empty, settings)

        let byFiner = finer.ranges
        let byCoarser = coarser.ranges.intersection(empty).subtracting(byFiner)
        let byNeighbours = improbable.intersection(empty).subtracting(byFiner).subtracting(byCoarser)
        var suspects = byFiner.ranges.map { range in
            SuspectRun(range, intervals.count(range), .finer, finer.text(range))
        }
        suspects += byCoarser.ranges.map { range in
            SuspectRun(range, intervals.count(range), .coarser, coarser.text(range))
        }
        var run = 0
        suspects += byNeighbours.ranges.map { range in
            // The run that holds the range: both ascend.
            while run + 1 < expected.count, expected[run + 1].start <= range.start { run += 1 }
            let trades = expected.indices.contains(run) ? expected[run].trades : nil
            let count = trades.map { "\(Int($0))" } ?? ""
            return SuspectRun(
                range, intervals.count(range), .improbable,
                "neighbours have \(count) trades an interval and mostly more: exp(-\(count)) < \(settings.threshold)",
                expectedTrades: trades)
        }
        suspects.sort { $0.range.start < $1.range.start }
        return EvidenceReport(
            suspects: suspects, noTrades: empty.subtracting(RangeSet(suspects.map(\.range))).ranges,
            emptyIntervals: empty.ranges.reduce(0) { $0 + intervals.count($1) })
    }

    /// The runs of empty intervals that are impossible, each from its start with the trades that were expected.
    private func improbable(
        _ intervals: EmptyIntervals, _ empty: RangeSet, _ settings: EvidenceSettings
    ) -> (RangeSet, [(start: Timestamp, trades: Double)]) {
        let neighbourhood = Neighbourhood(empty: intervals, rows: rows, settings: settings)
        var (ranges, expected) = ([TimeRange](), [(start: Timestamp, trades: Double)]())
        for run in intervals.runs {
            let range = intervals.grid.time(of: run)
            guard let trades = neighbourhood.expectedTrades(run), neighbourhood.isImpossible(trades) else { continue }
            ranges.append(range)
            expected.append((range.start, trades))
        }
        return (RangeSet(ranges), expected)
    }
}

extension SuspectRun {
    fileprivate init(
        _ range: TimeRange, _ intervals: Int, _ reason: Reason, _ evidence: String, expectedTrades: Double? = nil
    ) {
        (self.range, self.intervals, self.reason) = (range, intervals, reason)
        (self.evidence, self.expectedTrades) = (evidence, expectedTrades)
    }
}
