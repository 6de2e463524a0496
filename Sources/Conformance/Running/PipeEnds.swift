import Glibc

/// A pipe to a process that is yet to be started.
struct Pipe: ~Copyable {
    private let reader: ReadEnd
    let writing: WriteEnd

    /// - Throws: `CaseProblem` when the system gives none.
    init() throws {
        var ends: [Int32] = [-1, -1]
        // A pair of sockets, not a pipe: it is closed in other programs' processes from its first moment. Writes both.
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw CaseProblem("too many files are open: no pipe to the process of a check")
        }
        // Only ours never waits: what a program prints waits for us as for a terminal.
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        reader = ReadEnd(ends[0])
        writing = WriteEnd(ends[1])
    }

    /// Our end, when the process has its own.
    consuming func reading() -> ReadEnd { reader }
}

/// Our end of a pipe that a process writes to: reads what is there, never waits, closes itself.
struct ReadEnd: ~Copyable {
    let descriptor: Int32
    /// What came; the newest of it where the rest was dropped.
    private(set) var bytes: [UInt8] = []
    /// How much came in all.
    private(set) var count = 0
    /// Nobody can write any more.
    private(set) var isAtEnd = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// One piece of what is there, so that who writes without end does not keep us.
    ///
    /// - Returns: whether there may be more.
    mutating func read(keeping newest: Int) -> Bool {
        if isAtEnd { return false }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        // Writes at most the array's length.
        let got = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if got > 0 {
            bytes += piece[..<got]
            count += got
            if bytes.count > newest { bytes.removeFirst(bytes.count - newest) }
            return true
        }
        if got == 0 { isAtEnd = true }
        return got < 0 && errno == EINTR
    }
}

/// The end that a process gets; ours of it closes itself.
struct WriteEnd: ~Copyable {
    let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
}
