import AdapterHost
import MarketData
import Pipeline
import Transport

/// A file being read: its bytes, the adapter's session, the inspector of its rows.
final class OpenInput {
    let file: IngestFile
    private let session: AdapterSession
    private let reply: ReplyContext
    private var reader: InputReader
    private var inspector: RowInspector
    private var isRequested = false

    init(_ file: IngestFile, _ reader: consuming InputReader, _ options: IngestOptions, opened: Timestamp)
        throws(AdapterError)
    {
        let adapter = file.adapter.id
        let log = options.adapterLog
        self.file = file
        self.reader = reader
        session = try file.adapter.begin(
            SessionQuery(file: file.identity, named: file.item.name), now: opened, log: { log(adapter, $0, $1) })
        reply = ReplyContext.file(receivedAt: opened)
        inspector = RowInspector(file.series.kind, now: opened)
    }

    /// One turn of the adapter.
    struct Turn {
        var decoded: Decoded
        var count: InspectionCount
        /// The records that were refused, as far as they are known.
        var refused: [Int64]
    }

    /// Decodes into the batch and inspects it; nil when the file is through.
    func next(into batch: RowBatch, rejects: inout RejectLog) throws -> Turn? {
        if !isRequested {
            guard let request = try session.nextRequest() else { return nil }
            guard case .file = request else { throw asksForMore }
            isRequested = true
        }
        try reader.fill()
        let decoded = try decode(reader, into: batch)
        if decoded.lastIsForming { batch.dropForming() }
        let before = rejects.rejects.count
        for reject in decoded.rejects { rejects.add(reject.code) { reject } }
        let count = inspector.inspect(batch, rejects: &rejects) { reader.recordText(at: $0) }
        reader.consume(decoded.consumed)
        if reader.isLast, !decoded.isFull { isThrough = true }
        let refused = rejects.rejects[before...].map(\.row).filter { $0 >= 0 }
        return Turn(decoded: decoded, count: count, refused: refused)
    }

    /// Whether the last turn was the file's last.
    private(set) var isThrough = false

    /// The end of a file that was read whole: nobody wrote to it meanwhile, and the adapter wants nothing more.
    func finish() throws {
        if try session.nextRequest() != nil { throw asksForMore }
        if case .file = file.item.place { try reader.checkUnchanged() }
    }

    /// The SHA-256 of a member of an archive, which is taken on the way.
    func digest() -> String? { reader.finishDigest() }

    func close() { session.close() }

    private func decode(_ reader: borrowing InputReader, into batch: RowBatch) throws(AdapterError) -> Decoded {
        let (position, isLast) = (reader.position, reader.isLast)
        return switch batch {
        case .candles(let rows):
            try session.decode(reader.window, position: position, isLast: isLast, reply: reply, into: rows)
        case .trades(let rows):
            try session.decode(reader.window, position: position, isLast: isLast, reply: reply, into: rows)
        }
    }

    private var asksForMore: FileTrouble {
        FileTrouble("the adapter \(file.adapter.id) asks for more than the file, which it may not")
    }
}

/// Why a file could not be read to its end.
struct FileTrouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
