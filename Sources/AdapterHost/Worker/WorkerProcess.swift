import CAdapterABI
import CWorker
import Confinement
import Glibc

/// A process that runs one adapter's code, and the memory that it shares with the host.
///
/// One thread has it at a time; it is handed on between sessions. When it goes, the process is ended and waited for.
///
/// @unchecked Sendable: the pool and the session that it is lent to see to the one thread.
@safe final class WorkerProcess: @unchecked Sendable {
    /// Where an answer's texts are copied to before they are looked at; grows.
    private var copied: UnsafeMutableRawPointer
    private var copiedCapacity: Int

    private let pid: pid_t
    private let socket: Int32
    private let memory: Int32
    private let shared: UnsafeMutableRawPointer
    private let limits: WorkerLimits
    private var inputCapacity = 0
    private var number: UInt64 = 0
    /// How it ended; nil while it lives.
    private(set) var loss: WorkerLoss?

    /// Starts a process. It waits for the first call.
    init(_ program: String, _ limits: WorkerLimits) throws(WorkerLoss) {
        func failure(_ wish: String, _ number: Int32) -> WorkerLoss {
            .notStarted(FileFailure(wish, number: number).message)
        }
        let file = cww_memory(CWW_INPUT)
        guard file >= 0 else { throw failure("shared memory", errno) }
        // The whole place is mapped; of it the file holds what was needed so far.
        let place = unsafe mmap(nil, Int(CWW_SIZE), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0)
        guard let place = unsafe place, unsafe place != MAP_FAILED else {
            let number = errno
            close(file)
            throw failure("shared memory", number)
        }
        var ends: [Int32] = [-1, -1]
        var process: pid_t = 0
        // Two numbers, written during the call.
        let found = unsafe ends.withUnsafeMutableBufferPointer { unsafe cww_sockets($0.baseAddress) }
        var number = found == 0 ? 0 : errno
        // The path lives during the call, the number is written in it.
        if number == 0 { number = unsafe cww_spawn(program, ends[1], file, &process) }
        if ends[1] >= 0 { close(ends[1]) }
        guard number == 0 else {
            if ends[0] >= 0 { close(ends[0]) }
            unsafe munmap(place, Int(CWW_SIZE))
            close(file)
            throw failure(program, number)
        }
        (pid, socket, memory) = (process, ends[0], file)
        unsafe shared = place
        self.limits = limits
        copiedCapacity = 1 << 16
        unsafe copied = .allocate(byteCount: copiedCapacity, alignment: 16)
    }

    deinit {
        close(socket)
        if loss == nil {
            kill(pid, SIGKILL)
            _ = reap()
        }
        close(memory)
        // Nobody has a pointer into either any more: sessions keep their worker.
        unsafe munmap(shared, Int(CWW_SIZE))
        unsafe copied.deallocate()
    }

    /// Where arguments are written before a call.
    func arguments() -> WireWriter {
        // The place lives as long as this.
        unsafe WireWriter(shared + Int(CWW_TEXT_IN), capacity: Int(CWW_TEXT_IN_SIZE))
    }

    /// The column of a number in the shared memory, of `CWW_ROWS` values.
    @unsafe func column(_ index: Int) -> UnsafeRawPointer {
        precondition((0..<Int(CWW_COLUMN_COUNT)).contains(index), "no such column")
        return unsafe UnsafeRawPointer(shared + Int(CWW_COLUMNS) + index * Int(CWW_ROWS) * 8)
    }

    /// Puts bytes into the place for input.
    func place(_ bytes: UnsafeRawBufferPointer) throws(WorkerLoss) {
        guard bytes.count <= Int(CWW_INPUT_SIZE) else {
            throw .tooLong("an input of \(bytes.count) bytes; a worker takes \(CWW_INPUT_SIZE)")
        }
        if bytes.count > inputCapacity {
            let wanted = (bytes.count + 0x3F_FFFF) & ~0x3F_FFFF
            guard ftruncate(memory, off_t(CWW_INPUT) + off_t(wanted)) == 0 else {
                throw .notStarted(FileFailure("shared memory of \(wanted) bytes", number: errno).message)
            }
            inputCapacity = wanted
        }
        // In bounds by the lines above.
        if let from = bytes.baseAddress {
            unsafe (shared + Int(CWW_INPUT)).copyMemory(from: from, byteCount: bytes.count)
        }
    }

    /// Gives the memory of a long input back to the system.
    func forgetInput() {
        guard inputCapacity > 1 << 24 else { return }
        // The pages are the file's; what is read there next is zero.
        unsafe madvise(shared + Int(CWW_INPUT), inputCapacity, MADV_REMOVE)
    }

    /// One call and its answer, whose texts can be read until the next call.
    func call(_ call: cww_call, seconds: Double? = nil) throws(WorkerLoss) -> (cww_answer, WireReader) {
        if let loss { throw loss }
        number += 1
        var call = call
        call.number = number
        // The struct lives during the call.
        let sent = unsafe send(socket, &call, MemoryLayout<cww_call>.size, Int32(MSG_NOSIGNAL))
        guard sent == MemoryLayout<cww_call>.size else { throw end(nil) }
        let seconds = seconds ?? limits.callSeconds
        switch cww_wait(socket, Int32(clamping: Int(seconds * 1000))) {
        case 0: throw end(.hung(seconds: seconds))
        case 1: break
        default: throw end(.garbage("nothing can be read: \(errno)"))
        }
        // One more byte than an answer has: a longer message is seen.
        var answer = cww_answer()
        let read = unsafe recv(socket, &answer, MemoryLayout<cww_answer>.size, Int32(MSG_TRUNC))
        if read == 0 || read < 0 { throw end(nil) }
        guard read == MemoryLayout<cww_answer>.size, answer.number == number else {
            throw end(.garbage("a message of \(read) bytes; expected the answer to call \(number)"))
        }
        guard answer.text_length <= CWW_TEXT_OUT_SIZE else {
            throw end(.garbage("an answer of \(answer.text_length) bytes"))
        }
        return (answer, texts(Int(answer.text_length)))
    }

    /// Ends the process because of what it sent.
    func refuse(_ what: String) -> WorkerLoss { end(.garbage(what)) }

    /// Copies an answer's texts to where the worker cannot change them.
    private func texts(_ length: Int) -> WireReader {
        if length > copiedCapacity {
            copiedCapacity = length
            unsafe copied.deallocate()
            unsafe copied = .allocate(byteCount: length, alignment: 16)
        }
        // Both are at least so long: `call` has looked at the one, the lines above made the other.
        unsafe copied.copyMemory(from: shared + Int(CWW_TEXT_OUT), byteCount: length)
        return unsafe WireReader(copied, length: length)
    }

    /// Ends the process, and says why it ended: for the reason given, or by what it did itself.
    private func end(_ reason: WorkerLoss?) -> WorkerLoss {
        if let loss { return loss }
        if reason != nil { kill(pid, SIGKILL) }
        let status = reap()
        let found = reason ?? cause(status)
        loss = found
        return found
    }

    private func cause(_ status: Int32) -> WorkerLoss {
        // Written by the worker, perhaps by a hostile one: a number, and nothing else is made of it.
        let forbidden = unsafe shared.load(fromByteOffset: Int(CWW_CONTROL), as: UInt64.self)
        let signal = status & 0x7F
        if signal == SIGSYS || signal == SIGKILL, let call = ForbiddenCall(report: forbidden) {
            return .forbidden("\(call)")
        }
        if signal == SIGSYS { return .forbidden("a system call that it does not say") }
        if signal == 0 { return .exited(status: status >> 8 & 0xFF) }
        if Confinement.ranOutOfMemory(report: forbidden) { return .memory(limit: limits.memory) }
        return .crashed(signal: signal)
    }

    /// Waits for the process, which is dead or dying, and says how it ended.
    private func reap() -> Int32 {
        var status: Int32 = 0
        // A socket at its end is a process that ends, or one that has closed it: that is not waited for.
        for _ in 0..<1000 {
            // Filled when the process is found.
            let found = unsafe waitpid(pid, &status, WNOHANG)
            if found == pid { return status }
            if found < 0, errno != EINTR { return 0 }
            usleep(100)
        }
        kill(pid, SIGKILL)
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
