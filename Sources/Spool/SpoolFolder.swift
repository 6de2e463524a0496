import MarketData
import Storage

/// Rows of one store on their way there, on disk in the order in which they came; one process has it at a time.
///
/// The folder holds
/// - `lock`: locked (flock) by the process that writes or drains.
/// - `store`: which store the rows are for (`StoreCard`).
/// - `NUMBER.rows`: segments. NUMBER, 20 decimal digits, is the first record's; records count up from 1 without a
///   gap, also from segment to segment. A segment goes when the store has all of it durably.
/// - `NUMBER.refused`: a segment of one record that the store would never take.
/// - `NUMBER.damaged`: a segment that a user has given up; it is not read, and its numbers may be missing.
///
/// Everything is little-endian; checksums are CRC-32C.
/// ```
/// segment   0  8  "CWSPOOL\n"           record  0   4  "CWSR"
///           8  8  first record's number         4   2  version: 1
///          16  4  version: 1                    6   2  kind: 1 candles, 2 trades
///          20  4  checksum of 0..<20            8   8  number
///          24     records                      16   8  when it was spooled, ns UTC
///                                              24   4  rows, from 1
///                                              28   4  series, from 1
///                                              32   4  bytes of the table of series
///                                              36   4  checksum of table and columns
///                                              40   8  bytes of table and columns
///                                              48   4  checksum of 0..<48
///                                              52      table of series (`SeriesTable`), columns
///                                                   8  "\nrecord\n"
/// ```
/// Columns one behind the other without padding. Candles: open time (ns UTC), open, high, low, close, volume, vwap
/// (doubles, NaN where absent), trades (64 bits, -1 where absent). Trades: time (ns UTC), price, volume (doubles),
/// trade id (64 bits, -1 where absent), ordinal (32 bits), side (8 bits). With more than one series last of all the
/// place of each row's series in the table (32 bits).
///
/// What `append` returned from survives the death of the process and of the machine. A record that was being written
/// then is a torn tail; opening cuts it off.
final class SpoolFolder {
    let place: SpoolPlace
    /// How many bytes its files may have together.
    let limit: Int64
    private let lock: SpoolLock
    private let segmentBytes: Int64
    private(set) var card: StoreCard?
    private(set) var segments: [Segment] = []
    /// Bytes of what the store refused.
    private var refusedBytes: Int64 = 0
    private(set) var refused = 0
    private var nextNumber: UInt64 = 1
    private var rows = RecordRows()

    /// Opens the folder of a store, which is made when it is not there.
    ///
    /// - Throws: `busy` when another process has it, `corrupt` when a file was changed, `readOnly`, `full`.
    init(root: String, location: String, limit: Int64, segmentBytes: Int64) throws(StorageError) {
        place = SpoolPlace(root: root, location: location)
        (self.limit, self.segmentBytes) = (limit, segmentBytes)
        try place.create()
        lock = try SpoolLock(place)
        card = try StoreCard.read(place)
        if let card, card.location != location {
            throw StorageError(
                .corrupt, at: place.path, "the rows there are for \(card.location)",
                advice: "give \(location) another folder for its spool")
        }
        try takeStock()
    }

    /// Whether nothing waits.
    var isEmpty: Bool { segments.allSatisfy { $0.records == 0 } }

    /// What is in it.
    var status: SpoolStatus {
        SpoolStatus(
            place: place, card: card, segments: segments, refused: refused, refusedBytes: refusedBytes, limit: limit)
    }

    /// Notes which store it is for.
    func note(_ card: StoreCard) throws(StorageError) {
        if card == self.card { return }
        try place.replace(place.card, with: card.encoded)
        self.card = card
    }

    private func takeStock() throws(StorageError) {
        let files = try place.files()
        let lastSegment = files.last { $0.kind == .segment }?.number
        var gaveUp: Set<UInt64> = []
        for (number, kind) in files {
            switch kind {
            case .damaged:
                gaveUp.insert(number)
                // Fewer records than these fit into a file.
                nextNumber = max(nextNumber, number + 1 << 40)
            case .refused:
                refused += 1
                refusedBytes += try SpoolFile(place.refused(number), for: .reading).size()
                nextNumber = max(nextNumber, number + 1)
            case .segment:
                if let last = segments.last, last.next != number, !gaveUp.contains(last.next) {
                    throw StorageError(
                        .corrupt, at: place.segment(last.next),
                        "the records \(last.next) to \(number - 1) are missing, the file is gone",
                        advice: "put it back; or give its rows up by making an empty file of that name with the ending"
                            + " .damaged, and read again what was spooled then")
                }
                try takeStock(ofSegment: number, isLast: number == lastSegment)
            }
        }
        if let last = segments.last { nextNumber = max(nextNumber, last.next) }
        if !isEmpty, card == nil {
            throw StorageError(
                .corrupt, at: place.card, "the file that says whose rows these are is gone",
                advice: "put it back; or give the rows up by moving the folder \(place.path) away, and read again what"
                    + " was spooled")
        }
    }

    private func takeStock(ofSegment number: UInt64, isLast: Bool) throws(StorageError) {
        var segment = Segment(first: number, path: place.segment(number))
        let file = try SpoolFile(segment.path, for: .extending)
        // Only the last segment can have been written to when somebody died: the others are read when their turn comes.
        switch try segment.scan(file, wholly: isLast) {
        case .whole: segments.append(segment)
        case .torn where isLast:
            try file.truncate(to: segment.bytes)
            segments.append(segment)
        case .unmarked(let end) where isLast:
            try file.write(RecordHeader.endMark, at: end)
            try file.truncate(to: end + Int64(RecordHeader.endMark.count))
            try takeStock(ofSegment: number, isLast: true)
        case .blank where isLast: try place.remove(segment.path)
        case .torn, .unmarked, .blank:
            throw StorageError(damaged: segment.path, byte: segment.bytes, "the file was cut off there")
        }
    }

    /// Adds records behind those that are there, as many as there is room for, and removes them from the array: each
    /// whole or not at all.
    ///
    /// - Throws: `full` when not all of them had room; nothing of the others is in the folder then.
    func append(_ records: inout [SpoolRecord], at moment: Timestamp) throws(StorageError) {
        while !records.isEmpty {
            var segment = try openSegment()
            let file = try SpoolFile(segment.path, for: .extending)
            let before = segment
            var taken = 0
            var isFull = false
            do throws(StorageError) {
                for index in records.indices where segment.records == 0 || segment.bytes < segmentBytes {
                    guard bytes - before.bytes + segment.bytes + Int64(records[index].bytes.count) <= limit else {
                        isFull = true
                        break
                    }
                    records[index].seal(number: segment.next, at: moment)
                    try file.write(records[index].bytes, at: segment.bytes)
                    segment.add(records[index].header)
                    taken += 1
                }
                try file.sync()
            } catch {
                // As it was; what cannot be cut is a torn tail or a repeated record, and opening finds the former.
                try file.truncate(to: before.bytes)
                throw error
            }
            segments[segments.count - 1] = segment
            nextNumber = segment.next
            records.removeFirst(taken)
            if isFull { throw fullError }
        }
    }

    /// Bytes of all its rows.
    private var bytes: Int64 { segments.reduce(refusedBytes) { $0 + $1.bytes } }

    private var fullError: StorageError {
        StorageError(
            .full, at: place.path, "the spool has \(bytes) of at most \(limit) bytes, and the next batch does not fit",
            advice: "bring the store's server back, or let the spool become larger")
    }

    /// The segment that records are added to: the last, or a new one.
    private func openSegment() throws(StorageError) -> Segment {
        if let last = segments.last, last.bytes < segmentBytes { return last }
        let segment = Segment(first: nextNumber, path: place.segment(nextNumber))
        guard bytes + segment.bytes <= limit else { throw fullError }
        try place.replace(segment.path, with: Segment.header(first: segment.first))
        segments.append(segment)
        return segment
    }

    /// Hands on the rows of a segment, record by record; they are good during the call.
    func read(
        _ segment: Segment, _ use: (StoredRows, SpoolRecord) throws(StorageError) -> Void
    ) throws(StorageError) {
        let file = try SpoolFile(segment.path, for: .reading)
        var offset = Segment.headerSize
        for number in segment.first..<segment.next {
            let record = try segment.record(at: offset, number: number, in: file)
            let stored: StoredRows
            do throws(RecordProblem) {
                stored = try rows.rows(of: record)
            } catch {
                throw StorageError(damaged: segment.path, byte: offset, error.reason)
            }
            try use(stored, record)
            offset += Int64(record.bytes.count)
        }
    }

    /// Deletes the first segment, because the store has all of it.
    func removeFirst() throws(StorageError) {
        guard let segment = segments.first else { return }
        try place.remove(segment.path)
        segments.removeFirst()
    }

    /// Keeps a record that the store refuses in a file of its own.
    func setAside(_ record: SpoolRecord) throws(StorageError) {
        let path = place.refused(record.header.number)
        try place.replace(path, with: Segment.header(first: record.header.number) + record.bytes)
        refused += 1
        refusedBytes += Segment.headerSize + Int64(record.bytes.count)
    }
}
