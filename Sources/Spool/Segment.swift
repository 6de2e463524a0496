import MarketData
import Storage

/// A file of records that follow each other, and what its headers say.
struct Segment: Hashable {
    /// The number of its first record, also its name.
    let first: UInt64
    let path: String
    /// Length in bytes up to the end of its last whole record.
    var bytes: Int64 = Segment.headerSize
    var records: UInt64 = 0
    var rows = 0
    /// When its first record was spooled.
    var oldest: Timestamp?

    /// The number of the record that follows its last.
    var next: UInt64 { first + records }

    init(first: UInt64, path: String) { (self.first, self.path) = (first, path) }

    /// Bytes before the first record.
    static let headerSize: Int64 = 24
    private static let magic: [UInt8] = Array("CWSPOOL\n".utf8)
    private static let version: UInt32 = 1

    /// The first bytes of a segment.
    static func header(first: UInt64) -> [UInt8] {
        var bytes = magic
        bytes.append(littleEndian: first)
        bytes.append(littleEndian: version)
        bytes.append(littleEndian: bytes.checksum)
        return bytes
    }

    /// Adds a record to the sums.
    mutating func add(_ header: RecordHeader) {
        if oldest == nil { oldest = header.spooledAt }
        bytes += Int64(header.totalBytes)
        records += 1
        rows += Int(header.rows)
    }
}

/// How a segment ends.
enum SegmentEnd: Hashable {
    /// With a whole record, or with its header.
    case whole
    /// With a part of one that was being written when the process or the machine died. What is not torn
    /// ends at the segment's `bytes`.
    case torn
    /// With a record that is whole but for the end mark, whose place is given: all of its rows had come to the disk.
    case unmarked(at: Int64)
    /// With less than the segment's own header: nothing was ever in it.
    case blank
}

extension Segment {
    /// Goes through the headers from the first record to the last.
    ///
    /// A tail is torn when the file ends before the record does, or when nothing but zeros follows from inside of it to
    /// the end of the file (a file system may have noted the length before the bytes). Everything else is damage.
    /// - Parameter wholly: also reads what lies between the headers.
    mutating func scan(_ file: borrowing SpoolFile, wholly: Bool) throws(StorageError) -> SegmentEnd {
        let size = try file.size()
        let start = try file.read(Int(Self.headerSize), at: 0)
        if start.count < Self.headerSize { return .blank }
        guard start == Self.header(first: first) else {
            if start.last == 0, try file.isZero(from: Self.headerSize) { return .blank }
            throw StorageError(damaged: path, byte: 0, "the file does not begin as a spool's does")
        }
        while bytes < size {
            let head = try file.read(RecordHeader.size, at: bytes)
            if head.count < RecordHeader.size { return .torn }
            // Why it is no header is said by `problem`, unless it was merely never written.
            guard let header = try? RecordHeader(head), header.number == next else {
                // The last byte of every whole record and of every header written is another than zero.
                if head.last == 0, try file.isZero(from: bytes + Int64(RecordHeader.size)) { return .torn }
                throw StorageError(damaged: path, byte: bytes, problem(head))
            }
            guard let total = Int64(exactly: header.totalBytes), total <= size - bytes else { return .torn }
            let mark = bytes + total - Int64(RecordHeader.endMark.count)
            let end = try file.read(RecordHeader.endMark.count, at: mark)
            if end != RecordHeader.endMark {
                let written = end.prefix { $0 != 0 }
                guard RecordHeader.endMark.starts(with: written), try file.isZero(from: mark + Int64(written.count))
                else { throw StorageError(damaged: path, byte: bytes, "its end was changed") }
                let found = SpoolRecord(header: header, bytes: try file.read(Int(total), at: bytes))
                return found.bodyChecksum == header.bodyChecksum ? .unmarked(at: mark) : .torn
            }
            if wholly { _ = try record(header, at: bytes, in: file) }
            add(header)
        }
        return .whole
    }

    /// The record at an offset, checked.
    func record(at offset: Int64, number: UInt64, in file: borrowing SpoolFile) throws(StorageError) -> SpoolRecord {
        let head = try file.read(RecordHeader.size, at: offset)
        let header: RecordHeader
        do throws(RecordProblem) {
            header = try RecordHeader(head)
        } catch {
            throw StorageError(damaged: path, byte: offset, error.reason)
        }
        guard header.number == number else {
            throw StorageError(damaged: path, byte: offset, "it is number \(header.number), \(number) was expected")
        }
        guard try Int64(exactly: header.totalBytes) ?? .max <= file.size() - offset else {
            throw StorageError(damaged: path, byte: offset, "the file ends before it does")
        }
        return try record(header, at: offset, in: file)
    }

    /// Reads the record that a header begins, whose end lies in the file.
    private func record(
        _ header: RecordHeader, at offset: Int64, in file: borrowing SpoolFile
    ) throws(StorageError) -> SpoolRecord {
        let bytes = try file.read(Int(header.totalBytes), at: offset)
        guard bytes.count == Int(header.totalBytes),
            bytes.suffix(RecordHeader.endMark.count) == RecordHeader.endMark[...]
        else { throw StorageError(damaged: path, byte: offset, "its end was changed") }
        let record = SpoolRecord(header: header, bytes: bytes)
        guard record.bodyChecksum == header.bodyChecksum else {
            throw StorageError(damaged: path, byte: offset, "its rows were changed")
        }
        return record
    }

    private func problem(_ head: [UInt8]) -> String {
        do throws(RecordProblem) {
            return "it is number \(try RecordHeader(head).number), \(next) was expected"
        } catch {
            return error.reason
        }
    }
}
