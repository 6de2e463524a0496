import Glibc
import Storage

/// The right to write and drain a folder; gone with its owner, however that one dies.
struct SpoolLock: ~Copyable {
    private let file: SpoolFile

    /// Takes it, or throws `busy` at once.
    init(_ place: SpoolPlace) throws(StorageError) {
        let file = try SpoolFile(place.lock, for: .locking)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if errno != EWOULDBLOCK { throw StorageError(spoolErrno: errno, at: place.lock, "cannot be locked") }
            throw StorageError(
                .busy, at: place.path, "another process is writing to this store and has its spool open",
                advice: "wait until that job has ended, or stop it")
        }
        self.file = file
    }

    // Said aloud: a child that is just being started may still have the descriptor.
    deinit { flock(file.descriptor, LOCK_UN) }
}
