import Glibc

/// A key that a program prints: `pass show market/massive`.
enum SecretCommand {
    private static let longest = 1 << 16

    /// Runs it, in a thread of its own, and gives the first line it prints. What it says on standard error is not
    /// shown: it is not ours to judge what is in it.
    static func run(_ text: String, timeout: Duration) async throws(CredentialError) -> Secret {
        guard let words = CommandWords.split(text) else {
            throw CredentialError(
                message: "the command that should give the key cannot be split into words; "
                    + "give a program and its arguments, close every quote (there is no shell)")
        }
        let result: Result<Secret, CredentialError> = await withCheckedContinuation { continuation in
            startThread {
                continuation.resume(
                    returning: Result { () throws(CredentialError) in try runBlocking(words, timeout: timeout) })
            }
        }
        return try result.get()
    }

    private static func runBlocking(_ words: [String], timeout: Duration) throws(CredentialError) -> Secret {
        func problem(_ what: String) -> CredentialError {
            CredentialError(message: "'\(words[0])', which should give the key, \(what)")
        }
        var ends: [Int32] = [-1, -1]
        // A pair of sockets, not a pipe: it is closed in other programs' processes from its first moment. Writes both.
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw problem("cannot be run: too many open files")
        }
        defer { close(ends[0]) }
        let (process, code) = spawn(words, output: ends[1])
        close(ends[1])
        guard code == 0 else {
            // strerror's text is copied before anything else can run on this thread.
            let text = unsafe String(cString: strerror(code))
            throw problem("cannot be run (\(text)); give the path of a program")
        }
        var output = [UInt8](repeating: 0, count: longest)
        // Overwritten whatever comes of it.
        defer { unsafe output.withUnsafeMutableBytes { unsafe wipe($0) } }
        let count = read(ends[0], into: &output, timeout: timeout)
        // Its whole group: what it started must not go on either.
        if count == nil { kill(-process, SIGKILL) }
        var status: Int32 = 0
        // Our own child, not yet waited for; written once it has ended.
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard let count else {
            throw problem("did not end within \(timeout); run it yourself to see what it waits for")
        }
        guard status == 0 else {
            throw problem(
                "ended with \(status & 0x7f == 0 ? "status \(status >> 8)" : "signal \(status & 0x7f)"); "
                    + "run it yourself to see why")
        }
        var line = output[..<count].prefix { $0 != UInt8(ascii: "\n") }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        // Bytes are what they are: no padding could be seen.
        return unsafe Secret(output.span.bytes.extracting(first: line.count))
    }

    /// The number of bytes up to the end, nil when time is up. What is longer than the room is no key: cut off.
    private static func read(_ descriptor: Int32, into bytes: inout [UInt8], timeout: Duration) -> Int? {
        let clock = ContinuousClock()
        let end = clock.now + timeout
        var count = 0
        let room = bytes.count
        while count < room {
            let rest = clock.now.duration(to: end)
            if rest <= .zero { return nil }
            var wish = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // One descriptor, as said.
            let ready = unsafe poll(&wish, 1, Int32(rest.wholeMilliseconds))
            if ready <= 0 { continue }
            // Writes at most what is left of the bytes.
            let got = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            if got == 0 { return count }
            if got > 0 { count += got }
        }
        return count
    }
}
