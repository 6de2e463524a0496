import AdapterHost
import CAdapterABI
import CWorker
import Confinement
import Glibc

/// The worker's side: takes calls from its socket, one after the other, carries them out and answers, until the host
/// closes the socket.
@safe public struct WorkerLoop: ~Copyable {
    private let shared: UnsafeMutableRawPointer
    private let columns: WorkerColumns.Target
    private var functions: EntryTable?
    private var session: HostedSession?

    /// Maps the memory that the host has made.
    ///
    /// - Returns: nil when this process was not started by a host.
    public init?() {
        let place = unsafe mmap(nil, Int(CWW_SIZE), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, CWW_MEMORY, 0)
        guard let place = unsafe place, unsafe place != MAP_FAILED else { return nil }
        unsafe shared = place
        // As many columns as the place has, says the header.
        unsafe columns = WorkerColumns.Target(place + Int(CWW_COLUMNS))
    }

    /// Works until there is no more to do.
    public mutating func run() {
        while true {
            var call = cww_call()
            // The struct lives during the call.
            let length = unsafe recv(CWW_SOCKET, &call, MemoryLayout<cww_call>.size, 0)
            if length < 0, errno == EINTR { continue }
            // The host has gone, or wants no more of this worker.
            guard length == MemoryLayout<cww_call>.size else { return }
            var answer = cww_answer()
            answer.number = call.number
            answer.error.size = UInt32(MemoryLayout<cw_error>.size)
            var writer = unsafe WireWriter(shared + Int(CWW_TEXT_OUT), capacity: Int(CWW_TEXT_OUT_SIZE))
            carryOut(call, &answer, &writer)
            if writer.isOverflown {
                refuse("results with more than \(CWW_TEXT_OUT_SIZE >> 20) MiB of texts", &answer, &writer)
            }
            answer.text_length = UInt64(writer.length)
            guard unsafe send(CWW_SOCKET, &answer, MemoryLayout<cww_answer>.size, Int32(MSG_NOSIGNAL)) > 0 else {
                return
            }
        }
    }

    /// Answers with a broken promise and nothing else.
    private func refuse(_ promise: String, _ answer: inout cww_answer, _ writer: inout WireWriter) {
        answer.flags |= CWW_BROKEN
        writer = unsafe WireWriter(shared + Int(CWW_TEXT_OUT), capacity: Int(CWW_TEXT_OUT_SIZE))
        writer.add(promise)
        writer.add(0)
        writer.add(0)
    }

    private mutating func carryOut(_ call: cww_call, _ answer: inout cww_answer, _ writer: inout WireWriter) {
        // The host wrote the arguments and waits.
        var reader = unsafe WireReader(
            shared + Int(CWW_TEXT_IN), length: Int(min(call.text_length, CWW_TEXT_IN_SIZE)))
        do throws(WireProblem) {
            switch call.operation {
            case CWW_LOAD: try load(&reader, &writer)
            case CWW_IDENTIFY: try identify(&reader, &answer, &writer)
            case CWW_BEGIN: try begin(&reader, &answer, &writer)
            case CWW_NEXT: session?.nextRequest(&answer, &writer)
            case CWW_DECODE:
                if call.flags & CWW_NEW_REPLY != 0 { session?.reply = try ReplyContext(&reader) }
                session?.decode(call, &answer, &writer)
            case CWW_END:
                session?.end(&answer, &writer)
                session = nil
            default: throw WireProblem()
            }
        } catch {
            // The host and this are of one build: it cannot be, and there is nothing to go on with.
            exit(70)
        }
    }

    private mutating func load(_ reader: inout WireReader, _ writer: inout WireWriter) throws(WireProblem) {
        let path = try reader.string()
        let memory = Int(try reader.number())
        var stamp: FileStamp?
        if try reader.number() != 0 {
            stamp = FileStamp(
                device: UInt(bitPattern: Int(try reader.number())), inode: UInt(bitPattern: Int(try reader.number())),
                size: Int(try reader.number()), seconds: Int(try reader.number()),
                nanoseconds: Int(try reader.number()))
        }
        let rights = rights(memory: memory)
        var reading = WorkerReading()
        do {
            // Before any of its code runs, and its constructors are code.
            _ = try Confinement.prepare(toLoad: path, allBut: rights)
            let found = try LibraryRegistry.reading(of: path, stamp: stamp)
            (reading.fields, reading.problems) = (found.descriptor, found.problems)
            reading.abiMinor = found.table?.abiMinor ?? 0
            if found.problems.isEmpty {
                reading.confinement = try Confinement.giveUp(allBut: rights)
                functions = found.table
            }
        } catch let problem as AdapterProblem {
            reading.problems = [problem]
        } catch {
            reading.problems = [AdapterProblem(.load, file: path, "\(error)")]
        }
        reading.write(to: &writer)
    }

    /// What decoding needs; every other right is given up for good.
    private func rights(memory: Int) -> Rights {
        var rights = Rights(
            memory: memory, socket: CWW_SOCKET, descriptors: [CWW_SOCKET, CWW_MEMORY], parent: getppid())
        // Mapped as long as the process lives.
        unsafe rights.report = (shared + Int(CWW_CONTROL)).assumingMemoryBound(to: UInt64.self)
        return rights
    }

    private func identify(
        _ reader: inout WireReader, _ answer: inout cww_answer, _ writer: inout WireWriter
    ) throws(WireProblem) {
        let path = try unsafe reader.text()
        guard let functions, let identify = unsafe functions.identify else {
            answer.status = CW_ERROR_INVALID_QUERY
            return
        }
        var identity = cw_identity()
        identity.size = UInt32(MemoryLayout<cw_identity>.size)
        // The path lies in the shared memory, the structs are this process's.
        answer.status = unsafe identify(path, &identity, &answer.error)
        unsafe withUnsafeBytes(of: &identity) { unsafe writer.add($0) }
    }

    private mutating func begin(
        _ reader: inout WireReader, _ answer: inout cww_answer, _ writer: inout WireWriter
    ) throws(WireProblem) {
        guard let query = try ForeignQuery(&reader), let functions else { throw WireProblem() }
        session = nil
        let begun = unsafe HostedSession(functions, columns, input: UnsafeRawPointer(shared + Int(CWW_INPUT)))
        answer.status = begun.begin(query, &answer, &writer)
        if answer.status == CW_OK { session = begun }
    }
}
