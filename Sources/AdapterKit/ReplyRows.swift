/// A row that a batch takes.
public protocol BatchRow: Sendable {
    /// Appends the row to its writer; there is room.
    func append(to batch: inout BatchWriter)
}

extension Candle: BatchRow {
    /// Appends the candle.
    @inlinable public func append(to batch: inout BatchWriter) { batch.candles.append(self) }
}

extension Trade: BatchRow {
    /// Appends the trade.
    @inlinable public func append(to batch: inout BatchWriter) { batch.trades.append(self) }
}

extension Instrument: BatchRow {
    /// Appends the instrument.
    public func append(to batch: inout BatchWriter) { batch.instruments.append(self) }
}

/// The rows of a reply that can only be read whole (JSON, XML), on their way into batches of any size:
///
///     if rows == nil { rows = try read(bytes, reply) }          // a ReplyRows, made once a reply
///     let isDone = rows!.write(into: &batch)
///     return Decoded(consumed: isDone ? bytes.count : 0, isFull: !isDone, resumeToken: …rows!.done…)
///
/// Nothing is consumed before the last row is out: so the bytes that rejects point into are the same in every call.
public struct ReplyRows<Row: BatchRow>: Sendable {
    /// Not yet written ones too.
    public var rows: [Row] = []
    /// Not yet written ones too.
    public var rejects: [Reject] = []
    /// Rows that were written or skipped.
    public private(set) var rowsDone = 0
    /// Rejects that were written or skipped.
    public private(set) var rejectsDone = 0

    /// None yet.
    public init() {}

    /// Passes over what an earlier session has delivered of the same reply.
    public mutating func skip(rows: Int, rejects: Int) {
        rowsDone = min(rows, self.rows.count)
        rejectsDone = min(rejects, self.rejects.count)
    }

    /// Everything is out.
    public var isDone: Bool { rowsDone == rows.count && rejectsDone == rejects.count }

    /// Writes as many as fit; true when everything is out.
    public mutating func write(into batch: inout BatchWriter) -> Bool {
        while rejectsDone < rejects.count, !batch.rejects.isFull {
            batch.rejects.append(rejects[rejectsDone])
            rejectsDone += 1
        }
        while rowsDone < rows.count, !batch.isFull {
            rows[rowsDone].append(to: &batch)
            rowsDone += 1
        }
        return isDone
    }
}
