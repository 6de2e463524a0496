import AdapterHost
import MarketData
import Pipeline
import Storage
import Transport

/// Reads files one after the other for one worker: fetch, decode, inspect, hand on.
struct FileReading {
    let options: IngestOptions
    let ledger: any Ledger
    let pool: BatchPool
    let meter: IngestMeter
    let life: SignOfLife
    let now: @Sendable () -> Timestamp
    /// Hands a message to the writer and waits until it is taken: the back pressure.
    let send: @Sendable (ReaderMessage) async -> Void
    /// The archive of the file before: members come archive by archive, and opening one reads its whole directory.
    private var archive: ZipArchive?

    init(
        options: IngestOptions, ledger: any Ledger, pool: BatchPool, meter: IngestMeter, life: SignOfLife,
        now: @escaping @Sendable () -> Timestamp, send: @escaping @Sendable (ReaderMessage) async -> Void
    ) {
        self.options = options
        self.ledger = ledger
        self.pool = pool
        self.meter = meter
        self.life = life
        self.now = now
        self.send = send
    }

    /// Reads one file and tells the writer how it went.
    mutating func read(_ file: IngestFile, number: Int) async {
        var rejects = RejectLog(limit: options.rejectsKept)
        var outcome = FileOutcome(end: .stopped, sha256: nil, bytesLeft: file.item.size)
        do {
            try await read(file, number, &outcome, &rejects)
        } catch let error as AdapterError {
            outcome.end = error.errorClass == .internal ? .failed("\(error)") : .invalid(Self.sentence(error))
        } catch let error as TransportError {
            outcome.end = .failed("\(error.message); \(error.advice)")
        } catch {
            outcome.end = .failed("\(error)")
        }
        outcome.rejects = rejects.rejects.sorted { $0.row < $1.row }
        // Said here and not by the writer, who hears of it only when this worker may have the next file already.
        let isGood = outcome.end == .known || (outcome.end == .whole && rejects.total == 0 && outcome.records > 0)
        if options.stopsOnError, !isGood { meter.stop() }
        await send(.end(outcome, of: number))
    }

    private mutating func read(
        _ file: IngestFile, _ number: Int, _ outcome: inout FileOutcome, _ rejects: inout RejectLog
    ) async throws {
        // Most members of an archive are small: zeroing the usual window for each takes a fifth of the time.
        let window = Int(min(max(file.item.size, 1 << 16), Int64(InputReader.usualWindow) - 1)) + 1
        switch file.item.place {
        case .file:
            var reader = try InputReader(file: file.item.path, window: window)
            let (meter, life) = (meter, life)
            let digest = try reader.hashAndRewind {
                // What the ledger refuses now it refuses the writer, who says so.
                try? life.show()
                return meter.isStopping
            }
            guard let sha256 = digest else { return }
            outcome.sha256 = sha256
            if try isKnown(file, sha256: sha256) {
                outcome.end = .known
                return
            }
            try await decode(file, number, &reader, &outcome, &rejects)
            if outcome.end == .whole { try reader.checkUnchanged() }
        case .member(let path, let entry):
            let fingerprint = MemberFingerprint(name: entry.name, size: entry.size, crc32: entry.crc32)
            if !options.readsKnownFiles, try ledger.finishedMember(fingerprint, series: file.series) != nil {
                outcome.end = .known
                return
            }
            if archive?.path != path { archive = try ZipArchive(path: path) }
            guard let archive else { return }
            var reader = try InputReader(archive, entry, window: window)
            try await decode(file, number, &reader, &outcome, &rejects)
            outcome.sha256 = reader.finishDigest()
        }
    }

    private func isKnown(_ file: IngestFile, sha256: String) throws(StorageError) -> Bool {
        if options.readsKnownFiles { return false }
        return try ledger.finishedFile(sha256: sha256, series: file.series) != nil
    }

    private func decode(
        _ file: IngestFile, _ number: Int, _ reader: inout InputReader, _ outcome: inout FileOutcome,
        _ rejects: inout RejectLog
    ) async throws {
        let opened = now()
        let adapter = file.adapter.id
        let log = options.adapterLog
        let session = try file.adapter.begin(
            SessionQuery(file: file.identity, named: file.item.name), now: opened, log: { log(adapter, $0, $1) })
        defer { session.close() }
        let reply = ReplyContext.file(receivedAt: opened)
        var inspector = RowInspector(file.series.kind, now: opened)
        var isFirstPiece = true
        var isRead = false
        while let request = try session.nextRequest() {
            guard case .file = request, !isRead else {
                outcome.end = .failed("the adapter \(file.adapter.id) asks for more than the file, which it may not")
                return
            }
            while true {
                if meter.isStopping { return }
                try reader.fill()
                let batch = pool.batch(for: file.series.kind)
                let decoded = try decodeOnce(session, reader, reply, batch)
                if decoded.lastIsForming { batch.dropForming() }
                for reject in decoded.rejects { rejects.add(reject.code) { reject } }
                let count = inspector.inspect(batch, rejects: &rejects) { reader.recordText(at: $0) }
                reader.consume(decoded.consumed)
                outcome.bytesLeft -= Int64(decoded.consumed)
                outcome.records += decoded.rows + decoded.rejects.count
                var tally = InspectionTally(
                    duplicates: count.duplicates, noTrades: count.noTrades,
                    rejected: count.rejected + decoded.rejects.count)
                let misnamed = isFirstPiece ? Misnamed(records: outcome.records, rejects) : nil
                isFirstPiece = false
                if misnamed != nil {
                    tally.rejected += batch.count
                    batch.clear()
                }
                await send(.rows(batch, of: number, tally, bytes: Int64(decoded.consumed)))
                if let misnamed {
                    outcome.end = .invalid(misnamed.description)
                    return
                }
                if reader.isLast, !decoded.isFull { break }
            }
            isRead = true
        }
        outcome.end = .whole
    }

    /// What an adapter says against a whole file, with the line unless the sentence names it.
    private static func sentence(_ error: AdapterError) -> String {
        let namesLine = error.row < 0 || error.message.contains("line ")
        return namesLine ? error.message : "line \(error.row): \(error.message)"
    }

    private func decodeOnce(
        _ session: AdapterSession, _ reader: borrowing InputReader, _ reply: ReplyContext, _ batch: RowBatch
    ) throws(AdapterError) -> Decoded {
        let (position, isLast) = (reader.position, reader.isLast)
        return switch batch {
        case .candles(let rows):
            try session.decode(reader.window, position: position, isLast: isLast, reply: reply, into: rows)
        case .trades(let rows):
            try session.decode(reader.window, position: position, isLast: isLast, reply: reply, into: rows)
        }
    }
}
