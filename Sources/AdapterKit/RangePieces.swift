/// A range of time cut into pieces that one request each can answer.
///
///     var pieces = RangePieces(query.start..<query.end, length: 50_000 * Nanoseconds.minute)
///     while let piece = pieces.next() { … }
///
/// All but the first and the last piece begin at a whole number of lengths from `anchor`: two queries whose ranges overlap
/// ask for the same pieces where they do, so that a cache of replies helps both.
public struct RangePieces: Sendable {
    private var start: Int64
    private let end: Int64
    private let length: Int64
    private let anchor: Int64

    /// Pieces of at most `length` nanoseconds, which is positive. An empty or reversed range has none.
    public init(_ start: Int64, _ end: Int64, length: Int64, anchor: Int64 = 0) {
        precondition(length > 0, "the length of a piece is positive")
        self.start = start
        self.end = end
        self.length = length
        self.anchor = anchor
    }

    /// The next piece, nil behind the last.
    public mutating func next() -> Range<Int64>? {
        guard start < end else { return nil }
        let offset = start.subtractingReportingOverflow(anchor)
        // Beyond what can be subtracted nothing is aligned, and need not be.
        let into = offset.overflow ? 0 : ((offset.partialValue % length) + length) % length
        let next = start.addingReportingOverflow(length - into)
        let piece = start..<(next.overflow ? end : min(next.partialValue, end))
        start = piece.upperBound
        return piece
    }
}
