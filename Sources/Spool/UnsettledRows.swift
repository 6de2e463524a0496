import MarketData
import Storage

/// Rows that were written and that nothing has durably yet, in their order.
struct UnsettledRows {
    /// Which write a record is of.
    struct Entry {
        /// The number of the write.
        let number: UInt64
        /// The store's own mark behind it; nil when the store that is open now does not have it.
        var mark: WriteMark?
    }

    /// So many batches are on their way at most where they are large enough for their memory to matter.
    private static let mostSpare = 16

    /// For each record.
    private(set) var entries: [Entry] = []
    /// Beside the entries, not in them: the spool seals them in their place, without a copy.
    private(set) var records: [SpoolRecord] = []
    /// Bytes of all of them.
    private(set) var bytes = 0

    /// Whether some of them have to be written, or written again.
    var hasUnsent: Bool { entries.last.map { $0.mark == nil } ?? false }
    /// The place of the first of these.
    var firstUnsent: Int? { entries.firstIndex { $0.mark == nil } }

    /// Memory of records that are gone; together with those that are there never more than there were at once.
    private var spare: [[UInt8]] = []

    mutating func append(
        _ rows: StoredRows, at location: String, number: UInt64, mark: WriteMark?
    ) throws(StorageError) {
        let record = try SpoolRecord(rows, at: location, reusing: &spare)
        entries.append(Entry(number: number, mark: mark))
        records.append(record)
        bytes += record.bytes.count
    }

    /// The last entry up to a number.
    func last(upTo number: UInt64) -> Entry? { entries.last { $0.number <= number } }

    /// The last entry that has to go so that no more than so many bytes are left; all of them where one has more.
    func number(leaving wanted: Int) -> UInt64 {
        var left = bytes
        for (entry, record) in zip(entries, records) {
            left -= record.bytes.count
            if left <= wanted { return entry.number }
        }
        return entries.last?.number ?? 0
    }

    /// Forgets what is durable now.
    mutating func remove(upTo number: UInt64) {
        let gone = entries.prefix { $0.number <= number }.count
        bytes -= records.prefix(gone).reduce(0) { $0 + $1.bytes.count }
        spare += records.prefix(min(gone, Self.mostSpare - spare.count)).map(\.bytes)
        entries.removeFirst(gone)
        records.removeFirst(gone)
    }

    /// Forgets a write that is told to have failed.
    mutating func remove(_ number: UInt64) {
        guard let index = entries.lastIndex(where: { $0.number == number }) else { return }
        entries.remove(at: index)
        bytes -= records.remove(at: index).bytes.count
    }

    /// Notes that an entry was written to the store.
    mutating func sent(_ index: Int, _ mark: WriteMark) { entries[index].mark = mark }

    /// The store they were written to is gone.
    mutating func unsend() { for index in entries.indices { entries[index].mark = nil } }

    /// Moves them to the spool, as many as have room there.
    mutating func move(into folder: SpoolFolder, at moment: Timestamp) throws(StorageError) {
        defer {
            entries.removeFirst(entries.count - records.count)
            bytes = records.reduce(0) { $0 + $1.bytes.count }
        }
        try folder.append(&records, at: moment)
    }
}
