import Glibc

/// A key in a file: ours, and nobody else may read it.
enum SecretFile {
    /// More than any key has.
    private static let longest = 1 << 16

    /// The file's bytes without the line end behind them.
    static func read(_ path: String) throws(CredentialError) -> Secret {
        // NONBLOCK: opening a pipe that nobody writes must not hang; it is refused below.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { throw cannotOpen(errno, path) }
        defer { close(descriptor) }
        var status = stat()
        // Looked at once it is open: nobody can put another in its place in between.
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw problem(path, "is not a regular file", "put the key into a file")
        }
        guard status.st_uid == geteuid() else {
            throw problem(path, "belongs to another user", "make one of your own, or chown it")
        }
        guard status.st_mode & 0o177 == 0 else {
            throw problem(path, "can be read, written or run by more than you", "chmod 600 '\(path)'")
        }
        guard status.st_size <= longest else {
            throw problem(path, "is longer than \(longest) bytes", "put nothing but the key into it")
        }
        var bytes = [UInt8](repeating: 0, count: longest)
        var count = 0
        // Overwritten whatever comes of it.
        defer { unsafe bytes.withUnsafeMutableBytes { unsafe wipe($0) } }
        while count < bytes.count {
            // Writes at most what is left of the bytes.
            let got = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw problem(path, "cannot be read", "check the disk") }
            if got == 0 { break }
            count += got
        }
        if count > 0, bytes[count - 1] == UInt8(ascii: "\n") { count -= 1 }
        if count > 0, bytes[count - 1] == UInt8(ascii: "\r") { count -= 1 }
        // Bytes are what they are: no padding could be seen.
        return unsafe Secret(bytes.span.bytes.extracting(first: count))
    }

    private static func cannotOpen(_ number: Int32, _ path: String) -> CredentialError {
        switch number {
        case ENOENT, ENOTDIR: problem(path, "does not exist", "write the key into it and chmod 600 it")
        case EACCES, EPERM: problem(path, "cannot be read by this user", "chown it, then chmod 600")
        case ELOOP: problem(path, "is a link", "give the path of the file itself")
        // strerror's text is copied before anything else can run on this thread.
        default: problem(path, "cannot be opened (\(unsafe String(cString: strerror(number))))", "check its path")
        }
    }

    private static func problem(_ path: String, _ what: String, _ advice: String) -> CredentialError {
        CredentialError(message: "the key's file '\(path)' \(what); \(advice)")
    }
}
