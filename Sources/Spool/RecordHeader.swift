import Checksum
import MarketData
import Storage

/// The first bytes of a record; what they mean stands with `SpoolFolder`.
struct RecordHeader: Hashable {
    /// Candles or trades; the value is the one in the file.
    enum Kind: UInt16 {
        case candles = 1
        case trades = 2

        /// Bytes of a row of one series.
        var width: UInt64 { self == .candles ? 64 : 37 }
    }

    /// Bytes of a header.
    static let size = 52
    /// What stands behind every record. Not zero at any byte: a file that grew and was not written reads as zeros.
    static let endMark: [UInt8] = Array("\nrecord\n".utf8)
    private static let magic: UInt32 = 0x5253_5743
    private static let version: UInt16 = 1

    var kind: Kind
    /// Which record of the spool, counted up from 1.
    var number: UInt64 = 0
    /// When it was spooled.
    var spooledAt = Timestamp.earliest
    var rows: UInt32
    /// How many series its table holds.
    var series: UInt32
    /// Bytes of that table.
    var seriesBytes: UInt32
    /// Of the table and the columns.
    var bodyChecksum: UInt32 = 0

    /// Bytes of the table and the columns.
    var bodyBytes: UInt64 {
        UInt64(seriesBytes) + UInt64(rows) * (kind.width + (series > 1 ? 4 : 0))
    }

    /// Bytes of the whole record.
    var totalBytes: UInt64 { UInt64(Self.size) + bodyBytes + UInt64(Self.endMark.count) }

    /// The header as it stands in the file.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.size)
        bytes.append(littleEndian: Self.magic)
        bytes.append(littleEndian: Self.version)
        bytes.append(littleEndian: kind.rawValue)
        bytes.append(littleEndian: number)
        bytes.append(littleEndian: spooledAt.nanoseconds)
        bytes.append(littleEndian: rows)
        bytes.append(littleEndian: series)
        bytes.append(littleEndian: seriesBytes)
        bytes.append(littleEndian: bodyChecksum)
        bytes.append(littleEndian: bodyBytes)
        bytes.append(littleEndian: bytes.checksum)
        return bytes
    }

    init(kind: Kind, rows: UInt32, series: UInt32, seriesBytes: UInt32) {
        (self.kind, self.rows, self.series, self.seriesBytes) = (kind, rows, series, seriesBytes)
    }

    /// Reads a header; throws why it is none. The lengths in it fit each other, not yet the file.
    init(_ bytes: [UInt8]) throws(RecordProblem) {
        guard bytes.count == Self.size else { throw RecordProblem("its header is not whole") }
        // Bytes of UInt8 have no padding that could be undefined.
        let span = unsafe bytes.span.bytes
        guard span.number(at: 0, UInt32.self) == Self.magic else { throw RecordProblem("no record begins there") }
        guard span.number(at: 48, UInt32.self) == Array(bytes[..<48]).checksum else {
            throw RecordProblem("its header was changed")
        }
        guard span.number(at: 4, UInt16.self) == Self.version else {
            throw RecordProblem("it was written by another version of candlewick")
        }
        guard let kind = Kind(rawValue: span.number(at: 6, UInt16.self)) else {
            throw RecordProblem("it is neither of candles nor of trades")
        }
        self.kind = kind
        number = span.number(at: 8, UInt64.self)
        spooledAt = Timestamp(nanoseconds: span.number(at: 16, Int64.self))
        rows = span.number(at: 24, UInt32.self)
        series = span.number(at: 28, UInt32.self)
        seriesBytes = span.number(at: 32, UInt32.self)
        bodyChecksum = span.number(at: 36, UInt32.self)
        guard rows > 0, series > 0, span.number(at: 40, UInt64.self) == bodyBytes else {
            throw RecordProblem("its lengths do not fit each other")
        }
    }
}

/// Why bytes are not a record.
struct RecordProblem: Error, Hashable {
    /// What is wrong with the record, as the end of a sentence.
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
