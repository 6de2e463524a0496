import Glibc

/// A regular file open for reading; closed when it goes.
struct OpenFile: ~Copyable {
    private let descriptor: Int32
    let stamp: FileStamp

    init(_ path: String) throws(FileFailure) {
        // O_NONBLOCK: a pipe in the place of a file must not stop the host.
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else { throw FileFailure("cannot be read", number: errno) }
        var status = Glibc.stat()
        // `status` is filled by the call, and read only when that succeeded.
        guard unsafe fstat(opened, &status) == 0 else {
            let number = errno
            close(opened)
            throw FileFailure("cannot be read", number: number)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw FileFailure("not a regular file")
        }
        descriptor = opened
        stamp = FileStamp(
            device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
            seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    }

    deinit { close(descriptor) }

    /// Hands every piece of the file to `use`, in order.
    func read(_ use: (RawSpan) throws(FileFailure) -> Void) throws(FileFailure) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // The call writes at most the buffer's length.
            let count = unsafe buffer.withUnsafeMutableBytes { room in
                unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            }
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileFailure("cannot be read", number: errno)
            }
            // Bytes of UInt8 have no padding that could be undefined.
            try use(unsafe buffer.span.bytes.extracting(first: count))
        }
    }
}
