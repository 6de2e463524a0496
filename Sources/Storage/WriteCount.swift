/// What a write did, row by row.
public struct WriteCount: Hashable, Sendable {
    /// New rows.
    public var inserted: Int
    /// Rows that were there with other values or without some, and have the new ones now.
    public var updated: Int
    /// Rows that were there already, equal but for what is absent in the new ones; nothing was written for them.
    public var unchanged: Int
    /// Rows taken by a store that does not say what became of each: see `StorePromise.countsWrites`.
    public var accepted: Int

    /// Counts, zero unless given.
    public init(inserted: Int = 0, updated: Int = 0, unchanged: Int = 0, accepted: Int = 0) {
        (self.inserted, self.updated, self.unchanged, self.accepted) = (inserted, updated, unchanged, accepted)
    }

    /// All rows.
    public var rows: Int { inserted + updated + unchanged + accepted }

    /// Adds row by row.
    public static func += (left: inout WriteCount, right: WriteCount) {
        left.inserted += right.inserted
        left.updated += right.updated
        left.unchanged += right.unchanged
        left.accepted += right.accepted
    }
}

/// How far a store has taken rows: everything that was written before it was asked for.
public struct WriteMark: Hashable, Sendable, Comparable {
    /// Grows with every write.
    public let value: UInt64

    /// A mark of that number.
    public init(_ value: UInt64) { self.value = value }

    /// Before anything was written.
    public static let start = WriteMark(0)

    /// Whether it lies before the other.
    public static func < (left: WriteMark, right: WriteMark) -> Bool { left.value < right.value }
}
