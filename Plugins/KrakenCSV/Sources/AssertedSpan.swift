import AdapterKit

/// From the first to the last time of the rows so far: what the file asserts.
///
/// Kraken's files have no row for an interval without trades, so all between two rows is covered. Times after
/// the host's clock and before 1970 do not count: a damaged line must not claim centuries.
struct AssertedSpan {
    private(set) var first: Int64
    private(set) var last: Int64
    private let newest: UInt64

    init(progress: Progress, now: Int64) {
        first = progress.first
        last = progress.last
        newest = now > 0 ? UInt64(now) : UInt64(Int64.max)
    }

    /// Takes a row's time into the span.
    @inline(__always)
    mutating func take(_ time: Int64) {
        // A negative time is larger than every clock as an unsigned number.
        guard UInt64(bitPattern: time) <= newest else { return }
        first = min(first, time)
        last = max(last, time)
    }

    /// From the first time to `length` after the last, nil before the first row and where that is no time at all.
    func assertion(length: Int64) -> Assertion? {
        guard first <= last, first < last || length > 0 else { return nil }
        let end = last.addingReportingOverflow(length)
        return Assertion(.covered, start: first, end: end.overflow ? .max : end.partialValue)
    }
}
