import Glibc
import Storage

/// A file of a spool; closed when it goes.
struct SpoolFile: ~Copyable {
    let path: String
    let descriptor: Int32

    /// What it is opened for.
    enum Purpose {
        case reading
        /// To add to what is there.
        case extending
        /// A new one; one of that name is emptied.
        case replacing
        /// Only to be locked.
        case locking

        fileprivate var flags: Int32 {
            switch self {
            case .reading: O_RDONLY
            case .extending: O_RDWR
            case .replacing: O_RDWR | O_CREAT | O_TRUNC
            case .locking: O_RDWR | O_CREAT
            }
        }
    }

    /// Opens it. Rows are the user's own: others may not read them.
    init(_ path: String, for purpose: Purpose) throws(StorageError) {
        let opened = unsafe open(path, purpose.flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard opened >= 0 else { throw StorageError(spoolErrno: errno, at: path, "cannot be opened") }
        (self.path, descriptor) = (path, opened)
    }

    deinit { close(descriptor) }

    /// Its length in bytes.
    func size() throws(StorageError) -> Int64 {
        var status = stat()
        // The structure is ours, and read only when the call succeeded.
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure("cannot be read") }
        return Int64(status.st_size)
    }

    /// So many bytes from an offset on; fewer where the file ends.
    func read(_ count: Int, at offset: Int64) throws(StorageError) -> [UInt8] {
        var number: Int32 = 0
        // The call fills at most the room, and `filled` says how far it is initialised.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            while filled < count {
                let got = unsafe pread(
                    descriptor, UnsafeMutableRawPointer(room.baseAddress.unsafelyUnwrapped + filled), count - filled,
                    off_t(offset) + off_t(filled))
                if got == 0 { return }
                if got > 0 {
                    filled += got
                } else if errno != EINTR {
                    number = errno
                    return
                }
            }
        }
        if number != 0 { throw StorageError(spoolErrno: number, at: path, "cannot be read") }
        return bytes
    }

    /// Writes all of the bytes at an offset.
    func write(_ bytes: [UInt8], at offset: Int64) throws(StorageError) {
        var done = 0
        while done < bytes.count {
            // Reads what is left of the array, during the call only.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe pwrite(
                    descriptor, $0.baseAddress.unsafelyUnwrapped + done, $0.count - done, off_t(offset) + off_t(done))
            }
            if count >= 0 { done += count } else if errno != EINTR { throw failure("cannot be written") }
        }
    }

    /// Waits until the disk has its bytes and its length.
    func sync() throws(StorageError) {
        guard fdatasync(descriptor) == 0 else { throw failure("cannot be brought to the disk") }
    }

    /// Cuts it to a length, durably.
    func truncate(to length: Int64) throws(StorageError) {
        guard ftruncate(descriptor, off_t(length)) == 0 else { throw failure("cannot be cut") }
        try sync()
    }

    /// Whether nothing but zeros stands from an offset on.
    func isZero(from start: Int64) throws(StorageError) -> Bool {
        var offset = start
        while true {
            let piece = try read(1 << 16, at: offset)
            if piece.isEmpty { return true }
            if piece.contains(where: { $0 != 0 }) { return false }
            offset += Int64(piece.count)
        }
    }

    private func failure(_ what: String) -> StorageError { StorageError(spoolErrno: errno, at: path, what) }
}

extension StorageError {
    /// What a failed system call on a spool's file means to a person.
    init(spoolErrno number: Int32, at path: String, _ what: String) {
        // strerror's text is copied before anything else can run on this thread.
        let text = unsafe String(cString: strerror(number))
        switch number {
        case ENOSPC, EDQUOT:
            self.init(
                .full, at: path, "\(what): \(text)",
                advice: "make room on that disk, or let the store's server drain it")
        case EACCES, EPERM, EROFS:
            self.init(
                .readOnly, at: path, "\(what): \(text)",
                advice: "give this user the right to write the spool's folder, or name another")
        case ENOENT:
            self.init(.notFound, at: path, "\(what): \(text)", advice: "put the file back from where it went")
        default:
            self.init(.other, at: path, "\(what): \(text)", advice: "check the disk and try again")
        }
    }

    /// Bytes that are not what was written.
    init(damaged path: String, byte: Int64, _ what: String) {
        self.init(
            .corrupt, at: path, "the record at byte \(byte) is damaged: \(what)",
            advice: "put a good copy back; or give this file's rows up by renaming it to end in .damaged, and read"
                + " again what was spooled since (ingest with --again)")
    }
}
