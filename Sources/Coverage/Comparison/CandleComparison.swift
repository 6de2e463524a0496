public import MarketData

/// Compares the candles of one history that two sources have given, batch by batch: constant memory.
///
/// Whoever reads the sources gives the next batch of the one that is asked for, until neither is.
public struct CandleComparison: Sendable {
    /// The two sources.
    public enum Side: Hashable, Sendable { case a, b }

    /// What was counted so far.
    public private(set) var counts = ComparisonCounts()
    private let tolerance: ComparisonTolerance
    private var a = Stream()
    private var b = Stream()

    /// A comparison that has seen nothing.
    public init(_ tolerance: ComparisonTolerance = ComparisonTolerance()) { self.tolerance = tolerance }

    /// The source whose next batch is needed; nil when both have ended and all is counted.
    public var wanting: Side? {
        if a.needsMore { return .a }
        return b.needsMore ? .b : nil
    }

    /// Takes the next batch of a source, which must be the one wanted; nil or an empty one says that it has ended.
    ///
    /// The batch must not be written until the source is wanted again. Traps on a row that is not behind the one before
    /// it: stores give candles in the order of their open times, each once.
    ///
    /// - Parameter differing: gets each candle that differs beyond the tolerance, in time order.
    public mutating func take(_ batch: CandleBatch?, of side: Side, differing: (CandleDifference) -> Void) {
        precondition(wanting == side, "the other source's batch is wanted")
        if side == .a { a.take(batch) } else { b.take(batch) }
        while wanting == nil, !a.hasEnded || !b.hasEnded {
            let (timeA, timeB) = (a.time, b.time)
            if let timeA, let timeB, timeA == timeB {
                counts.both += 1
                if let difference = difference(at: timeA) {
                    counts.differing += 1
                    differing(difference)
                }
                a.advance()
                b.advance()
            } else if let timeA, timeB.map({ timeA < $0 }) ?? true {
                counts.onlyA += 1
                a.advance()
            } else {
                counts.onlyB += 1
                b.advance()
            }
        }
    }

    private func difference(at time: Int64) -> CandleDifference? {
        guard let left = a.batch, let right = b.batch else { return nil }
        var values: [CandleDifference.Value] = []
        func compare(_ field: CandleDifference.Field, _ column: (CandleBatch) -> Column<Double>, _ tolerance: Double) {
            let (x, y) = (column(left)[a.row], column(right)[b.row])
            if !Self.isSame(x, y, tolerance) { values.append(CandleDifference.Value(field: field, a: x, b: y)) }
        }
        compare(.open, { $0.open }, tolerance.price)
        compare(.high, { $0.high }, tolerance.price)
        compare(.low, { $0.low }, tolerance.price)
        compare(.close, { $0.close }, tolerance.price)
        compare(.volume, { $0.volume }, tolerance.volume)
        return values.isEmpty ? nil : CandleDifference(openTime: Timestamp(nanoseconds: time), values: values)
    }

    /// What one source does not say cannot differ.
    private static func isSame(_ x: Double, _ y: Double, _ tolerance: Double) -> Bool {
        x.isNaN || y.isNaN || x == y || abs(x - y) <= tolerance * max(abs(x), abs(y))
    }
}

/// One source being read.
private struct Stream: Sendable {
    private(set) var batch: CandleBatch?
    private(set) var row = 0
    private(set) var hasEnded = false
    private var last: Int64?

    var needsMore: Bool { !hasEnded && row >= (batch?.count ?? 0) }
    var time: Int64? { hasEnded ? nil : batch?.openTime[row] }

    mutating func take(_ next: CandleBatch?) {
        (batch, row) = (next, 0)
        hasEnded = (next?.count ?? 0) == 0
        check()
    }

    mutating func advance() {
        row += 1
        check()
    }

    private mutating func check() {
        guard let batch, row < batch.count else { return }
        let time = batch.openTime[row]
        precondition(last.map { $0 < time } ?? true, "candles come in the order of their open times, each once")
        last = time
    }
}
