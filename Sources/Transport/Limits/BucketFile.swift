import Glibc

/// A bucket's state in a small file. Locked (flock) while it is read and written, which is for microseconds; the kernel
/// lets go of the lock of a process that dies.
struct BucketFile: ~Copyable {
    private let path: String
    private var descriptor: Int32 = -1

    init(_ path: String) { self.path = path }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Locks it, unless another process has it.
    mutating func lock() throws(LimitError) -> Bool {
        while true {
            if descriptor < 0 { try openAgain() }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                if errno == EINTR { continue }
                if errno == EWOULDBLOCK { return false }
                throw .failed(errno, path, "locked")
            }
            // Somebody who cleans up may have removed the file, and others already share another one.
            var (own, there) = (stat(), stat())
            if unsafe fstat(descriptor, &own) == 0, unsafe lstat(path, &there) == 0, own.st_ino == there.st_ino,
                own.st_dev == there.st_dev
            {
                return true
            }
            close(descriptor)
            descriptor = -1
        }
    }

    func unlock() { flock(descriptor, LOCK_UN) }

    private mutating func openAgain() throws(LimitError) {
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard opened >= 0 else { throw .failed(errno, path, "opened") }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            close(opened)
            throw .state("'\(path)' is not a file of this user's, the shared rate limit needs it; remove it")
        }
        descriptor = opened
    }

    /// The bucket as the others left it. Locked.
    func read(_ pace: Pace, now: BootTime) throws(LimitError) -> TokenBucket {
        var bytes = [UInt8](repeating: 0, count: BucketRecord.length)
        // Writes at most the bytes given.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 { throw .failed(errno, path, "read") }
        return BucketRecord.bucket(bytes[..<count], pace, boot: BucketRecord.thisBoot, now: now)
    }

    /// Leaves it to the others. Locked.
    func write(_ bucket: TokenBucket) throws(LimitError) {
        let bytes = BucketRecord.bytes(bucket, boot: BucketRecord.thisBoot)
        // The bytes are read during the call.
        let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == bytes.count else { throw .failed(count < 0 ? errno : ENOSPC, path, "written") }
    }
}
