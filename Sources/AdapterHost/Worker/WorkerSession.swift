import CAdapterABI
import CWorker

/// A session in a worker process, which it has for itself until it ends.
///
/// What the worker sends is turned into what the functions of the ABI would have given, in memory of the host; who
/// called checks it as if they had run here.
@safe final class WorkerSession: SessionRunner {
    let names = InternTable()
    private(set) var brokenPromise: BrokenPromise?

    private let worker: WorkerProcess
    private let log: @Sendable (AdapterLogLevel, String) -> Void
    private let pool: WorkerPool
    // What the last results point to.
    private let headers = unsafe GrowingColumn<cw_header>()
    private let messages = unsafe GrowingColumn<cw_text>()
    private let assertions = GrowingColumn<cw_assertion>()
    private var reply: ReplyContext?
    /// The input that lies in the shared memory: position of its first byte, and its length.
    private var placed: (position: Int64, length: Int)?

    init(
        _ worker: WorkerProcess, log: @escaping @Sendable (AdapterLogLevel, String) -> Void, _ pool: WorkerPool
    ) {
        (self.worker, self.log, self.pool) = (worker, log, pool)
    }

    /// `begin`, once.
    func begin(_ query: ForeignQuery, _ failure: inout cw_error) throws(WorkerLoss) -> cw_status {
        var arguments = worker.arguments()
        query.write(to: &arguments)
        var (answer, reader) = try call(CWW_BEGIN, arguments)
        return try finish(&answer, &reader, &failure) { _ throws(WireProblem) in }
    }

    func nextRequest(_ request: inout cw_request, _ failure: inout cw_error) throws(WorkerLoss) -> cw_status {
        (reply, placed) = (nil, nil)
        var (answer, reader) = try call(CWW_NEXT, nil)
        return try finish(&answer, &reader, &failure) { (reader) throws(WireProblem) in
            unsafe request.kind = Int32(truncatingIfNeeded: try reader.number())
            unsafe request.flags = UInt32(truncatingIfNeeded: try reader.number())
            unsafe request.cost = UInt32(truncatingIfNeeded: try reader.number())
            unsafe request.address = try reader.text()
            unsafe request.method = try reader.text()
            unsafe request.body = try reader.text()
            unsafe request.content_type = try reader.text()
            let headerCount = try reader.count()
            unsafe headers.clear()
            for _ in 0..<headerCount {
                unsafe headers.add(
                    cw_header(name: try reader.text(), value: try reader.text(), credential: try reader.text()))
            }
            unsafe request.headers = headers.pointer
            unsafe request.header_count = UInt64(headerCount)
            let messageCount = try read(&reader)
            unsafe request.messages = messages.pointer
            unsafe request.message_count = UInt64(messageCount)
        }
    }

    func decode(
        _ bytes: UnsafeRawBufferPointer, position: Int64, isLast: Bool, reply: ReplyContext, into batch: cw_batch,
        _ decoded: inout cw_decoded, _ failure: inout cw_error
    ) throws(WorkerLoss) -> cw_status {
        var arguments: WireWriter?
        if self.reply !== reply {
            var writer = worker.arguments()
            reply.write(to: &writer)
            (self.reply, placed, arguments) = (reply, nil, writer)
        }
        let capacity = unsafe min(batch.capacity, CWW_ROWS)
        var (answer, reader) = try call(
            CWW_DECODE, arguments, flags: (isLast ? CWW_LAST : 0) | (arguments == nil ? 0 : CWW_NEW_REPLY),
            start: try unsafe place(bytes, position), length: bytes.count, capacity: capacity, position: position)
        let worker = worker
        return try finish(&answer, &reader, &failure) { [answer] (reader) throws(WireProblem) in
            unsafe decoded.flags = answer.decoded_flags
            // More than was allowed is refused by who reads this; nothing of it is copied.
            unsafe decoded.rows = answer.rows <= capacity || answer.rows > batch.capacity ? answer.rows : .max
            unsafe decoded.rejects = answer.rejects
            unsafe decoded.consumed = answer.consumed
            if answer.rows <= capacity { unsafe WorkerColumns.copy(Int(answer.rows), from: worker, to: batch) }
            try unsafe readRejects(&reader, batch.rejects, answer.rejects)
            let count = try reader.count()
            assertions.clear()
            for _ in 0..<count {
                assertions.add(
                    cw_assertion(
                        assertion_class: Int32(truncatingIfNeeded: try reader.number()),
                        symbol: UInt32(truncatingIfNeeded: try reader.number()), start: try reader.number(),
                        end: try reader.number()))
            }
            unsafe decoded.assertions = UnsafePointer(assertions.pointer)
            unsafe decoded.assertion_count = UInt64(count)
            unsafe decoded.resume_token = try reader.text()
            let messageCount = try read(&reader)
            unsafe decoded.messages = messages.pointer
            unsafe decoded.message_count = UInt64(messageCount)
        }
    }

    /// What comes in place of `end` where `begin` has failed.
    func endUnbegun() { pool.giveBack(worker, isGood: brokenPromise == nil) }

    func end(failed: Bool) {
        // An adapter that broke a promise may have broken more: the next session gets another process.
        guard brokenPromise == nil, worker.loss == nil else { return }
        worker.forgetInput()
        do throws(WorkerLoss) {
            var (answer, reader) = try call(CWW_END, nil)
            var failure = cw_error()
            _ = try finish(&answer, &reader, &failure) { _ throws(WireProblem) in }
            pool.giveBack(worker, isGood: true)
            if !failed { pool.noteSuccess() }
        } catch {
            // Nothing was lost by it but the process: what the session gave was taken before.
            pool.note(error)
        }
    }

    private func call(
        _ operation: UInt32, _ arguments: WireWriter?, flags: UInt32 = 0, start: UInt64 = 0, length: Int = 0,
        capacity: UInt64 = 0, position: Int64 = 0
    ) throws(WorkerLoss) -> (cww_answer, WireReader) {
        if arguments?.isOverflown ?? false {
            throw .tooLong("a query or the headers of a reply of more than \(CWW_TEXT_IN_SIZE) bytes")
        }
        return try worker.call(
            cww_call(
                number: 0, operation: operation, flags: flags, text_length: UInt64(arguments?.length ?? 0),
                bytes_start: start, bytes_length: UInt64(length), capacity: capacity, position: position))
    }

    /// Puts the input where the worker sees it, unless it lies there from the call before; where it begins.
    private func place(_ bytes: UnsafeRawBufferPointer, _ position: Int64) throws(WorkerLoss) -> UInt64 {
        if let placed, position >= placed.position,
            position + Int64(bytes.count) == placed.position + Int64(placed.length)
        {
            return UInt64(position - placed.position)
        }
        try unsafe worker.place(bytes)
        placed = (position, bytes.count)
        return 0
    }

    /// Reads what every answer begins with, then what it is about; the status.
    private func finish(
        _ answer: inout cww_answer, _ reader: inout WireReader, _ failure: inout cw_error,
        _ read: (inout WireReader) throws(WireProblem) -> Void
    ) throws(WorkerLoss) -> cw_status {
        do throws(WireProblem) {
            if answer.flags & CWW_BROKEN != 0 {
                brokenPromise = BrokenPromise(Self.line(try reader.string()))
            }
            for _ in 0..<(try reader.count()) {
                let level = AdapterLogLevel(rawValue: Int32(truncatingIfNeeded: try reader.number())) ?? .info
                log(level, try reader.string())
            }
            for _ in 0..<(try reader.count()) { try intern(&reader) }
            if answer.status != CW_OK {
                failure = answer.error
                return answer.status
            }
            if brokenPromise == nil { try read(&reader) }
            return answer.status
        } catch {
            throw worker.refuse("results that cannot be read")
        }
    }

    /// A string that the session has given a number to; numbers count up.
    private func intern(_ reader: inout WireReader) throws(WireProblem) {
        let text = try unsafe reader.text()
        // The text lies in the host's copy of the answer.
        let id = unsafe names.id(of: UnsafeRawBufferPointer(start: text.bytes, count: Int(text.length)))
        guard names.count == expectedNames + 1, id == UInt32(names.count) else { throw WireProblem() }
        expectedNames += 1
    }

    private var expectedNames = 0

    private func read(_ reader: inout WireReader) throws(WireProblem) -> Int {
        let count = try reader.count()
        unsafe messages.clear()
        for _ in 0..<count { unsafe messages.add(try reader.text()) }
        return count
    }

    /// Rejects are the host's own columns: no more than they hold.
    private func readRejects(
        _ reader: inout WireReader, _ columns: UnsafePointer<cw_rejects>?, _ said: UInt64
    ) throws(WireProblem) {
        let count = try reader.count()
        guard count <= RejectColumns.capacity, said >= UInt64(count), let columns = unsafe columns else {
            throw WireProblem()
        }
        let rejects = unsafe columns.pointee
        for index in 0..<count {
            // In bounds by the line above: the columns hold `RejectColumns.capacity` values.
            unsafe rejects.row[index] = try reader.number()
            unsafe rejects.position[index] = try reader.number()
            unsafe rejects.code[index] = Int32(truncatingIfNeeded: try reader.number())
            unsafe rejects.reason[index] = try reader.text()
            unsafe rejects.raw[index] = try reader.text()
        }
        // An adapter that says more than was sent is refused by who reads the count.
        guard UInt64(count) == said || said > UInt64(RejectColumns.capacity) else { throw WireProblem() }
    }

    private static func line(_ text: String) -> String {
        String(text.prefix(2000)).split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
