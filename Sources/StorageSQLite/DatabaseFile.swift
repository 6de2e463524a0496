import Glibc
import Storage

/// The file of a database as the file system shows it, before SQLite touches it.
///
/// Nothing here opens the file: closing a descriptor would drop the locks that SQLite's
/// connections of this process hold on it (POSIX record locks belong to the process).
struct DatabaseFile {
    /// As the user wrote it.
    let path: String

    init(_ path: String) throws(StorageError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw StorageError(
                .notFound, at: "sqlite:\(path)", "the path of the database is empty or holds a zero byte",
                advice: "name a file, as in sqlite:candlewick.db")
        }
        self.path = path
    }

    /// The store's location for messages.
    var location: String { "sqlite:\(path)" }

    /// A form that SQLite takes as a plain file name: `:memory:` and `file:…` mean something else to it.
    var plainName: String { path.hasPrefix("/") ? path : "./" + path }

    /// A URI by which SQLite reads the file as it is: without locks, log or shared memory, and without
    /// making any file beside it.
    var immutableURI: String {
        var uri = "file:"
        for byte in plainName.utf8 {
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"):
                uri += "%" + String(byte, radix: 16, uppercase: true)
            case 0x21...0x7e: uri.unicodeScalars.append(Unicode.Scalar(byte))
            default: uri += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return uri + "?immutable=1&mode=ro"
    }

    /// The folder it is in.
    var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether there is a file, checked to be a regular one that can be read.
    func exists() throws(StorageError) -> Bool {
        var status = stat()
        // The path is a C string for the time of the call, the structure ours.
        if unsafe stat(path, &status) != 0 {
            let reason = errno
            if reason == ENOENT || reason == ENOTDIR { return false }
            throw unreachable(reason)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            throw StorageError(
                .corrupt, at: location, "it is a directory, a database file was expected",
                advice: "name a file in it, as in sqlite:\(path)/candlewick.db")
        default:
            throw StorageError(
                .corrupt, at: location, "it is not a regular file", advice: "name a database file or a new name")
        }
        guard unsafe access(path, R_OK) == 0 else { throw unreachable(errno) }
        return true
    }

    /// Why nothing can be written, nil when it can. SQLite keeps its log beside the file, so the
    /// folder counts as well.
    func reasonNotWritable() -> String? {
        if unsafe access(path, W_OK) != 0, errno != ENOENT {
            return "the file cannot be written: \(message(of: errno))"
        }
        if unsafe access(folder, W_OK | X_OK) != 0 {
            return "the folder \(folder) cannot be written: \(message(of: errno))"
        }
        return nil
    }

    /// Whether a write-ahead log lies beside it.
    var hasLog: Bool { unsafe access(path + "-wal", F_OK) == 0 }

    /// Whether its folder is there.
    var folderExists: Bool {
        var status = stat()
        return unsafe stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func unreachable(_ reason: CInt) -> StorageError {
        StorageError(
            .readOnly, at: location, "the file cannot be read: \(message(of: reason))",
            advice: "give this user the right to read it, or name another file")
    }
}

/// The system's words for an error number.
private func message(of number: CInt) -> String {
    // strerror gives a C string that lives at least until this thread's next call of it.
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
}
