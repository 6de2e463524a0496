import Glibc

/// A regular file open for reading from front to back.
///
/// Read, not mapped: a file that somebody truncates while it is mapped kills the process with
/// SIGBUS, and mapped pages count as the process's memory. Copying costs 2 % of an ingest.
struct OpenFile: ~Copyable {
    let path: String
    /// Length when it was opened, in bytes.
    let size: Int64
    private let descriptor: Int32
    /// When it was last changed, as of its opening.
    private let changedAt: timespec

    init(path: String) throws(TransportError) {
        // NONBLOCK: opening a pipe that nobody writes must not hang; it is refused below.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw TransportError(errno: errno, path: path) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw TransportError(errno: number, path: path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            if status.st_mode & S_IFMT == S_IFDIR { throw TransportError(errno: EISDIR, path: path) }
            throw TransportError(
                .notAFile, path, "is a device, pipe or socket, a file was expected", advice: "give a regular file")
        }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        self.path = path
        self.size = Int64(status.st_size)
        self.descriptor = descriptor
        changedAt = status.st_mtim
    }

    deinit { close(descriptor) }

    /// Reads at most `buffer.count` bytes; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int {
        while true {
            // The kernel writes at most `count` bytes into the caller's buffer.
            let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw TransportError(errno: errno, path: path) }
        }
    }

    /// Throws when somebody has written to the file since it was opened.
    func checkUnchanged() throws(TransportError) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw TransportError(errno: errno, path: path) }
        let (then, now) = (changedAt, status.st_mtim)
        guard Int64(status.st_size) == size, now.tv_sec == then.tv_sec, now.tv_nsec == then.tv_nsec else {
            throw TransportError(
                .io, path, "was changed while it was read", advice: "run the command again when it is complete")
        }
    }

    /// Goes back to the first byte.
    func rewind() throws(TransportError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw TransportError(errno: errno, path: path) }
    }
}
