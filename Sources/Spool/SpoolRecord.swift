import Checksum
import Glibc
import MarketData
import Storage

/// Rows in the form in which they lie in a spool, from the header to the end mark.
struct SpoolRecord: Sendable {
    private(set) var header: RecordHeader
    /// The whole record; the header's place is blank until `seal`.
    private(set) var bytes: [UInt8]

    var rows: Int { Int(header.rows) }

    /// Copies rows out of their batch, which has some and not more than 2^32. Throws `unsupported` for names that no
    /// store takes.
    ///
    /// - Parameter spare: memory of records that are gone, of which it may take the last.
    init(_ rows: StoredRows, at location: String, reusing spare: inout [[UInt8]]) throws(StorageError) {
        guard let table = SeriesTable.encoded(rows.series), let tableBytes = UInt32(exactly: table.count) else {
            throw StorageError(
                .unsupported, at: location, "the name of a series is longer than 65,535 bytes",
                advice: "mend the adapter or the input; nothing of this batch was stored")
        }
        let kind: RecordHeader.Kind = if case .candles = rows.batch { .candles } else { .trades }
        let header = RecordHeader(
            kind: kind, rows: UInt32(rows.count), series: UInt32(rows.series.count), seriesBytes: tableBytes)
        self.header = header
        let total = Int(header.totalBytes)
        // Fresh pages cost more than the copying, so memory of about the right size is used again.
        var room = spare.popLast() ?? []
        if room.count < total / 2 || room.count > 2 * total { room = [UInt8](repeating: 0, count: total) }
        if room.count > total { room.removeLast(room.count - total) }
        if room.count < total { room.append(contentsOf: repeatElement(0, count: total - room.count)) }
        // The array outlives the writing, which checks every place.
        unsafe room.withUnsafeMutableBytes { room in
            var writing = unsafe ColumnWriting(room)
            writing.put([UInt8](repeating: 0, count: RecordHeader.size))
            writing.put(table)
            switch rows.batch {
            case .candles(let batch): writing.put(batch, withSymbols: rows.series.count > 1)
            case .trades(let batch): writing.put(batch, withSymbols: rows.series.count > 1)
            }
            writing.put(RecordHeader.endMark)
            precondition(writing.offset == total, "a record is not as long as its header says")
        }
        bytes = room
    }

    /// A record that was read.
    init(header: RecordHeader, bytes: [UInt8]) { (self.header, self.bytes) = (header, bytes) }

    /// Gives it its number and time and the checksums over all of it.
    mutating func seal(number: UInt64, at moment: Timestamp) {
        header.number = number
        header.spooledAt = moment
        header.bodyChecksum = bodyChecksum
        bytes.replaceSubrange(0..<RecordHeader.size, with: header.encoded)
    }

    /// The CRC-32C of table and columns as they are.
    var bodyChecksum: UInt32 {
        var crc = CRC32C()
        // Bytes of UInt8 have no padding that could be undefined.
        crc.update(
            unsafe bytes.span.bytes.extracting(RecordHeader.size..<bytes.count - RecordHeader.endMark.count))
        return crc.value
    }
}

/// Columns on their way into a record.
@safe private struct ColumnWriting: ~Copyable {
    private let room: UnsafeMutableRawBufferPointer
    private(set) var offset = 0

    /// Writes to the front of memory that outlives it.
    @unsafe init(_ room: UnsafeMutableRawBufferPointer) { unsafe self.room = room }

    mutating func put(_ bytes: [UInt8]) {
        precondition(unsafe bytes.count <= room.count - offset, "a record is longer than its header says")
        // In bounds by the line above.
        unsafe UnsafeMutableRawBufferPointer(rebasing: room[offset...]).copyBytes(from: bytes)
        offset += bytes.count
    }

    mutating func put(_ batch: CandleBatch, withSymbols: Bool) {
        put(batch.openTime, batch.count)
        put(batch.open, batch.count)
        put(batch.high, batch.count)
        put(batch.low, batch.count)
        put(batch.close, batch.count)
        put(batch.volume, batch.count)
        put(batch.vwap, batch.count)
        put(batch.trades, batch.count)
        if withSymbols { put(batch.symbol, batch.count) }
    }

    mutating func put(_ batch: TradeBatch, withSymbols: Bool) {
        put(batch.time, batch.count)
        put(batch.price, batch.count)
        put(batch.volume, batch.count)
        put(batch.tradeID, batch.count)
        put(batch.ordinal, batch.count)
        put(batch.side, batch.count)
        if withSymbols { put(batch.symbol, batch.count) }
    }

    private mutating func put<Element>(_ column: Column<Element>, _ rows: Int) {
        let size = rows * MemoryLayout<Element>.size
        precondition(unsafe rows <= column.capacity && size <= room.count - offset, "a column does not fit its record")
        if size == 0 { return }
        // In bounds on both sides by the lines above.
        unsafe UnsafeMutableRawBufferPointer(rebasing: room[offset...]).copyMemory(
            from: UnsafeRawBufferPointer(start: column.pointer, count: size))
        offset += size
    }
}
