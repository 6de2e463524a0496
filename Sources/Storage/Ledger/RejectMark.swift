public import MarketData

/// Where a reject stands among those of a job. Marks are ordered by path, row and place.
public struct RejectMark: Hashable, Sendable {
    /// The file's path.
    public var path: String
    /// The row in it; -1 where that is not known.
    public var row: Int64
    /// Its place among the rejects of the file, from 0 on: a row can be refused more than once.
    public var place: Int64

    /// A mark with all its parts.
    public init(path: String, row: Int64, place: Int64) { (self.path, self.row, self.place) = (path, row, place) }
}

/// A reject of a file, and where it stands.
public struct MarkedReject: Hashable, Sendable {
    /// Where.
    public var mark: RejectMark
    /// What was refused.
    public var reject: Reject

    /// A reject and its mark.
    public init(_ reject: Reject, at mark: RejectMark) { (self.reject, self.mark) = (reject, mark) }
}
