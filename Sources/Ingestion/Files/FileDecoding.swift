import AdapterHost
import MarketData
import Pipeline
import Storage
import Transport

/// One file on its way from the disk to the writer: asked for piece by piece, it hashes, decodes and inspects.
/// It never throws: how it went is in its outcome.
final class FileDecoding: @unchecked Sendable {
    // @unchecked: one reader has it at a time; it is opened by one and read by another.

    /// Its number in the plan.
    let number: Int
    /// How it went so far; the end is `.stopped` until there is another.
    private(set) var outcome: FileOutcome
    private let file: IngestFile
    private let context: ReadingContext
    private var rejects: RejectLog
    private var input: OpenInput?
    private var isFirstPiece = true
    /// Pieces that were handed on.
    private var pieces = 0
    /// How the first try ended, where there is a second one.
    private var firstLoss: WorkerLoss?
    private var stretches: RefusedStretches
    private var isEnded = false

    init(_ number: Int, _ context: ReadingContext) {
        self.number = number
        self.context = context
        file = context.files[number]
        rejects = RejectLog(limit: context.options.rejectsKept)
        stretches = RefusedStretches(file.series.kind)
        outcome = FileOutcome(end: .stopped, sha256: nil, bytesLeft: file.item.size)
    }

    /// The next piece into the batch, which may get no rows; nil when the file is through and the outcome stands.
    func next(into batch: RowBatch, archives: ArchiveShelf) -> FilePiece? {
        batch.clear()
        if isEnded { return nil }
        while !context.meter.isStopping {
            do {
                if input == nil {
                    outcome.opened = outcome.opened ?? context.now()
                    guard let opened = try open(archives) else { return end() }
                    input = opened
                }
                guard let piece = try input.flatMap({ try self.piece(of: $0, into: batch) }) else { break }
                pieces += 1
                return piece
            } catch let error as AdapterError where error.loss != nil && firstLoss == nil {
                firstLoss = error.loss
                do {
                    if try !startAgain(batch, archives) { break }
                } catch {
                    fail(error)
                    break
                }
            } catch {
                batch.clear()
                fail(error)
                break
            }
        }
        return end()
    }

    /// Opens the file anew, in another worker, and reads past what was handed on: the same bytes give the same pieces.
    /// False when it ended before that.
    private func startAgain(_ batch: RowBatch, _ archives: ArchiveShelf) throws -> Bool {
        input?.close()
        rejects = RejectLog(limit: context.options.rejectsKept)
        stretches = RefusedStretches(file.series.kind)
        let (bytesLeft, handedOn) = (outcome.bytesLeft, pieces)
        outcome.records = 0
        isFirstPiece = true
        guard let opened = try open(archives) else { return false }
        input = opened
        for _ in 0..<handedOn {
            batch.clear()
            guard try piece(of: opened, into: batch) != nil else { return false }
        }
        batch.clear()
        outcome.bytesLeft = bytesLeft
        return true
    }

    /// Does what comes before the first row, above all the digest of a file that lies on the disk, so that several files
    /// can do it at once. Members of an archive are left: they are opened one after the other.
    func prepare() {
        guard case .file = file.item.place, input == nil, !isEnded, !context.meter.isStopping else { return }
        do {
            outcome.opened = context.now()
            input = try open(ArchiveShelf())
            if input == nil { _ = end() }
        } catch {
            fail(error)
            _ = end()
        }
    }

    private func fail(_ error: any Error) {
        switch error {
        case let error as AdapterError:
            outcome.end =
                error.loss != nil
                ? .failed("\(error.message); a second worker was tried")
                : error.errorClass == .internal ? .failed("\(error)") : .invalid(Self.sentence(error))
        case let error as TransportError: outcome.end = .failed("\(error.message); \(error.advice)")
        default: outcome.end = .failed("\(error)")
        }
    }

    /// Where the user wants the job to end at the first file that is not read as it should be: ends it. Said at a
    /// file's end and not by the writer, who hears of it only when the next file may be open already.
    func stopJobUnlessGood() {
        let isGood = outcome.end == .known || (outcome.end == .whole && rejects.total == 0 && outcome.records > 0)
        if context.options.stopsOnError, !isGood { context.meter.stop() }
    }

    private func end() -> FilePiece? {
        isEnded = true
        outcome.rejects = rejects.rejects.sorted { $0.row < $1.row }
        RowInstruments.rejected(rejects.counts, source: file.series.source)
        input?.close()
        input = nil
        return nil
    }

    /// Opens the file; nil when its content is known, or the job is to stop.
    private func open(_ archives: ArchiveShelf) throws -> OpenInput? {
        // Most members of an archive are small: zeroing the usual window for each takes a fifth of the time.
        let window = Int(min(max(file.item.size, 1 << 16), Int64(context.window) - 1)) + 1
        switch file.item.place {
        case .file:
            var reader = try InputReader(file: file.item.path, window: window)
            if !context.mayKnow(file) {
                // Its digest is taken on the way.
                return try OpenInput(file, reader, context.options, opened: context.now())
            }
            let (meter, life) = (context.meter, context.life)
            let digest = try reader.hashAndRewind {
                // What the ledger refuses now it refuses the writer, who says so.
                try? life.show()
                return meter.isStopping
            }
            guard let sha256 = digest else { return nil }
            outcome.sha256 = sha256
            if let known = try context.known(file, sha256: sha256) {
                (outcome.end, outcome.known) = (.known, known)
                return nil
            }
            return try OpenInput(file, reader, context.options, opened: context.now())
        case .member(let path, let entry):
            let fingerprint = MemberFingerprint(name: entry.name, size: entry.size, crc32: entry.crc32)
            if let known = try context.known(file, member: fingerprint) {
                (outcome.end, outcome.known) = (.known, known)
                return nil
            }
            let reader = try InputReader(archives.archive(path), entry, window: window)
            return try OpenInput(file, reader, context.options, opened: context.now())
        }
    }

    private func piece(of input: OpenInput, into batch: RowBatch) throws -> FilePiece? {
        if input.isThrough { return try finish(input) }
        guard let turn = try input.next(into: batch, rejects: &rejects) else { return try finish(input) }
        let (decoded, count) = (turn.decoded, turn.count)
        outcome.bytesLeft -= Int64(decoded.consumed)
        outcome.records += decoded.rows + decoded.rejects.count
        var piece = FilePiece(file: number, bytes: Int64(decoded.consumed))
        piece.tally = InspectionTally(
            duplicates: count.duplicates, noTrades: count.noTrades, rejected: count.rejected + decoded.rejects.count)
        if isFirstPiece, let misnamed = Misnamed(records: outcome.records, rejects) {
            piece.tally.rejected += batch.count
            batch.clear()
            outcome.end = .invalid(misnamed.description)
            _ = end()
        }
        stretches.add(batch, refused: turn.refused, isWhole: turn.refused.count == piece.tally.rejected)
        isFirstPiece = false
        return piece
    }

    private func finish(_ input: OpenInput) throws -> FilePiece? {
        try input.finish()
        if outcome.sha256 == nil { outcome.sha256 = input.digest() }
        outcome.end = .whole
        outcome.refused = stretches.ranges
        return nil
    }

    /// What an adapter says against a whole file, with the line unless the sentence names it.
    private static func sentence(_ error: AdapterError) -> String {
        let namesLine = error.row < 0 || error.message.contains("line ")
        return namesLine ? error.message : "line \(error.row): \(error.message)"
    }
}
