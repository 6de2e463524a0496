import AdapterHost
import CAdapterABI
import CWorker

/// A session of the adapter in this process: calls its functions and writes what they give for the host, who checks it.
@safe final class HostedSession {
    /// What is known of the reply that is decoded.
    var reply: ReplyContext?

    private let functions: EntryTable
    private let columns: WorkerColumns.Target
    private let input: UnsafeRawPointer
    private let rejects = RejectColumns()
    private let log = LogLines()
    private let host: HostServices
    private var handle: OpaquePointer?
    private var kind: Int32 = 0
    /// Strings that the host knows.
    private var toldNames = 0

    /// - Parameter input: where the bytes to decode lie, `CWW_INPUT_SIZE` of them.
    @unsafe init(_ functions: EntryTable, _ columns: WorkerColumns.Target, input: UnsafeRawPointer) {
        self.functions = functions
        self.columns = columns
        unsafe self.input = input
        let log = log
        host = HostServices { log.add($0, $1) }
    }

    deinit {
        // `begin` gave it and nobody has ended it.
        if let handle = unsafe handle { unsafe functions.end(handle) }
    }

    func begin(_ query: ForeignQuery, _ answer: inout cww_answer, _ writer: inout WireWriter) -> cw_status {
        kind = query.kindBits
        var begun: OpaquePointer?
        // The query lives during the call, the services as long as this.
        let status = unsafe query.withQuery { unsafe functions.begin(host.pointer, $0, &begun, &answer.error) }
        if status == CW_OK { unsafe handle = begun }
        var promise: BrokenPromise?
        if status == CW_OK, unsafe begun == nil { promise = BrokenPromise("begin returned CW_OK and no session") }
        writeHead(promise, &answer, &writer)
        return status
    }

    func nextRequest(_ answer: inout cww_answer, _ writer: inout WireWriter) {
        var request = unsafe cw_request()
        unsafe request.size = UInt32(MemoryLayout<cw_request>.size)
        // The structs live during the call.
        answer.status = unsafe functions.nextRequest(handle, &request, &answer.error)
        do throws(BrokenPromise) {
            // All of it is read before the head is written: the head says whether that went well.
            let results = try unsafe answer.status == CW_OK ? RequestTexts(request) : nil
            writeHead(nil, &answer, &writer)
            results?.write(to: &writer)
        } catch {
            writeHead(error, &answer, &writer)
        }
    }

    func decode(_ call: cww_call, _ answer: inout cww_answer, _ writer: inout WireWriter) {
        guard let reply else { return writeHead(BrokenPromise("no reply"), &answer, &writer) }
        var raw = unsafe cw_decoded()
        unsafe raw.size = UInt32(MemoryLayout<cw_decoded>.size)
        // The host put so many bytes there.
        let bytes = unsafe UnsafeRawBufferPointer(start: input + Int(call.bytes_start), count: Int(call.bytes_length))
        answer.status = withExtendedLifetime(reply) {
            var cwInput = unsafe reply.input(bytes, position: call.position, isLast: call.flags & CWW_LAST != 0)
            return unsafe withBatch(capacity: call.capacity) { batch in
                unsafe functions.decode(handle, &cwInput, batch, &raw, &answer.error)
            }
        }
        do throws(BrokenPromise) {
            let texts = try unsafe answer.status == CW_OK ? DecodedTexts(raw, rejects) : nil
            unsafe (answer.rows, answer.rejects, answer.consumed) = (raw.rows, raw.rejects, raw.consumed)
            unsafe answer.decoded_flags = raw.flags
            writeHead(nil, &answer, &writer)
            texts?.write(to: &writer)
        } catch {
            writeHead(error, &answer, &writer)
        }
    }

    func end(_ answer: inout cww_answer, _ writer: inout WireWriter) {
        // Called once: what `begin` gave is forgotten.
        if let ended = unsafe handle { unsafe functions.end(ended) }
        unsafe handle = nil
        writeHead(nil, &answer, &writer)
    }

    private func withBatch(capacity: UInt64, _ use: (UnsafePointer<cw_batch>) -> cw_status) -> cw_status {
        // The structs live during the closure; the columns are in the shared memory, the rejects here.
        unsafe withUnsafePointer(to: columns.candles) { candles in
            unsafe withUnsafePointer(to: columns.trades) { trades in
                unsafe withUnsafePointer(to: columns.instruments) { instruments in
                    unsafe withUnsafePointer(to: rejects.columns) { rejects in
                        let batch = unsafe cw_batch(
                            size: UInt32(MemoryLayout<cw_batch>.size), kind: kind, capacity: capacity,
                            candles: kind == CW_KIND_CANDLES ? candles : nil,
                            trades: kind == CW_KIND_TRADES ? trades : nil,
                            instruments: kind == CW_KIND_INSTRUMENTS ? instruments : nil, rejects: rejects)
                        return unsafe withUnsafePointer(to: batch) { unsafe use($0) }
                    }
                }
            }
        }
    }

    /// What every answer begins with: a broken promise, lines of the log, strings with new numbers.
    private func writeHead(_ promise: BrokenPromise?, _ answer: inout cww_answer, _ writer: inout WireWriter) {
        if let promise = promise ?? host.brokenPromise {
            answer.flags |= CWW_BROKEN
            writer.add(promise.text)
        }
        let lines = log.take()
        writer.add(lines.count)
        for (level, text) in lines {
            writer.add(Int64(level.rawValue))
            writer.add(text)
        }
        let names = host.names
        writer.add(names.count - toldNames)
        while toldNames < names.count {
            toldNames += 1
            writer.add(names.bytes(of: UInt32(toldNames)))
        }
    }
}
