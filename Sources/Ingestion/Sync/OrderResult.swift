import AdapterHost
import MarketData
import Storage

/// What became of an order so far.
struct OrderResult: Sendable {
    /// What no source has asserted.
    private(set) var missing: RangeSet
    /// Of that, what a source has said that it can never give.
    private(set) var limited = RangeSet()
    /// Why sources did not give what they were asked for, in the order they were asked.
    private(set) var failures: [Failure] = []

    /// Why a source did not give something.
    struct Failure: Sendable {
        var source: String
        var range: RangeSet
        var failure: LoadFailure
        /// The ledger knows it.
        var isNoted = false
    }

    /// Who gave something last.
    private(set) var giver = ""
    private(set) var rows = 0
    private(set) var rejected = 0

    init(missing: RangeSet) { self.missing = missing }

    /// An order that cannot be done at all.
    init(failing failure: LoadFailure) {
        missing = RangeSet()
        failures = [Failure(source: "", range: RangeSet(), failure: failure)]
    }

    /// What was had before.
    mutating func drop(_ had: RangeSet, givenBy source: String) {
        if !missing.intersection(had).isEmpty { giver = source }
        missing = missing.subtracting(had)
    }

    /// A source could not be asked.
    mutating func note(_ failure: LoadFailure, of source: String, isNoted: Bool = false) {
        failures.append(Failure(source: source, range: missing, failure: failure, isNoted: isNoted))
    }

    /// A part that is through.
    mutating func add(
        _ record: FileRecord, of range: TimeRange, source: String, missing rest: RangeSet, limited: RangeSet,
        _ failure: LoadFailure?
    ) {
        let left = rest.union(limited)
        missing = missing.subtracting(RangeSet([range]).subtracting(left))
        self.limited = self.limited.union(limited)
        rows += record.rowsRead
        rejected += record.rejected
        if !RangeSet([range]).subtracting(left).isEmpty { giver = source }
        if let failure {
            failures.append(Failure(source: source, range: rest, failure: failure))
        } else if record.rejected > 0, !rest.isEmpty {
            failures.append(
                Failure(source: source, range: rest, failure: LoadFailure("malformed", record.message)))
        }
    }

    /// What came of the trades that candles are made from.
    mutating func take(failuresOf other: OrderResult) {
        failures += other.failures
        limited = limited.union(other.limited)
        rows += other.rows
    }

    /// Candles that were made.
    mutating func made(_ range: TimeRange, rows: Int, from source: String) {
        drop(RangeSet([range]), givenBy: source)
        self.rows += rows
    }

    /// Whether nothing is missing but what is shorter than a candle.
    func isComplete(_ kind: SeriesKind) -> Bool { !missing.ranges.contains { $0.holdsACandle(of: kind) } }

    /// How the item ends, and what the gap is then.
    func verdict(_ order: LoadOrder, duration: Int64) -> (JobItemProgress, GapStatus) {
        if failures.count == 1, failures[0].source.isEmpty {
            let failure = failures[0].failure
            return (
                JobItemProgress(.failed, errorClass: failure.reason, message: failure.message, duration: duration),
                .failed
            )
        }
        if isComplete(order.line.kind) {
            return (JobItemProgress(.done, rows: rows, duration: duration), .filled)
        }
        let reachable = missing.subtracting(limited).ranges.filter { $0.holdsACandle(of: order.line.kind) }
        if reachable.isEmpty {
            let message = "beyond what \(order.sources.joined(separator: ", ")) keeps"
            return (JobItemProgress(.done, message: message, rows: rows, duration: duration), .unfillable)
        }
        // The last one that failed says most: the others were asked before it.
        let last = failures.last { !$0.range.isEmpty } ?? failures.last
        let reason = last?.failure.reason ?? "incomplete"
        let message =
            last.map { "\($0.source): \($0.failure.message)" }
            ?? "\(order.sources.joined(separator: ", ")) did not say that the range is whole; try again later"
        let isHopeless = !failures.isEmpty && failures.allSatisfy { Self.isFinal($0.failure.reason) }
        return (
            JobItemProgress(.failed, errorClass: reason, message: message, rows: rows, duration: duration),
            isHopeless ? .unfillable : .failed
        )
    }

    /// Whether asking again cannot help.
    static func isFinal(_ reason: String) -> Bool {
        GivenUpReason.saysNothingThere(reason) || reason == AdapterErrorClass.notEntitled.word
    }

    /// What sources said that they will never give, and the ledger does not know yet.
    mutating func takeRefusals(_ order: LoadOrder, job: JobID, at moment: Timestamp) -> [GivenUp] {
        var refusals: [GivenUp] = []
        for index in failures.indices where Self.isFinal(failures[index].failure.reason) && !failures[index].isNoted {
            failures[index].isNoted = true
            refusals += givenUp(failures[index], failures[index].range, order, job, moment)
        }
        return refusals
    }

    /// What failed of what is missing, and is noted as given up.
    func givenUp(_ order: LoadOrder, job: JobID, at moment: Timestamp) -> [GivenUp] {
        failures.filter { !$0.isNoted && !$0.source.isEmpty }.flatMap {
            givenUp($0, $0.range.intersection(missing), order, job, moment)
        }
    }

    private func givenUp(
        _ failure: Failure, _ ranges: RangeSet, _ order: LoadOrder, _ job: JobID, _ moment: Timestamp
    ) -> [GivenUp] {
        let line = order.askedLine
        return ranges.ranges.filter { $0.holdsACandle(of: line.kind) }.map {
            GivenUp(
                job: job, scope: .series(line.series(of: failure.source)), range: $0, reason: failure.failure.reason,
                message: failure.failure.message, at: moment)
        }
    }
}
