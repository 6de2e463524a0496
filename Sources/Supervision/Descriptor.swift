import CSpawn
import Glibc

/// An open file descriptor that is closed with its owner. No other process inherits it.
struct Descriptor: ~Copyable {
    let number: Int32

    init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// Something to read that is empty.
    static func nothing() throws(SupervisionError) -> Descriptor {
        // A literal.
        let number = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw failed("/dev/null", errno) }
        return Descriptor(owning: number)
    }

    /// Reads what is there, at most 64 KiB; empty at the end.
    func read() -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            // The count is that of the array.
            let count = unsafe Glibc.read(number, &bytes, bytes.count)
            if count >= 0 { return bytes[..<count] }
            if errno != EINTR { return [] }
        }
    }

    static func failed(_ what: String, _ code: Int32) -> SupervisionError {
        // A message that the C library owns, copied at once.
        SupervisionError(.notStarted, "no process was started: \(what): \(unsafe String(cString: strerror(code)))")
    }
}

/// Both ends of a pipe.
struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor

    init() throws(SupervisionError) {
        var (from, to): (Int32, Int32) = (-1, -1)
        // Both numbers are ours; they stay clear of those that a child is given.
        let code = unsafe cw_pipe(&from, &to, 16)
        guard code == 0 else { throw Descriptor.failed("pipe", code) }
        reading = Descriptor(owning: from)
        writing = Descriptor(owning: to)
    }

    /// Closes the other end.
    consuming func intoReading() -> Descriptor { reading }
    /// Closes the other end.
    consuming func intoWriting() -> Descriptor { writing }
}
