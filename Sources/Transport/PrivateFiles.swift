import Glibc
import MarketData

/// What the system said to a wish about a file.
struct DiskFailure: Error {
    /// The system's error number, 0 when it was not the system that refused.
    let number: Int32
    let message: String

    init(_ message: String) { (number, self.message) = (0, message) }

    init(_ wish: String, number: Int32) {
        self.number = number
        // strerror's text is copied before anything else can run on this thread.
        message = unsafe "\(wish): \(String(cString: strerror(number)))"
    }
}

/// Files and folders that their user alone may read.
enum PrivateFiles {
    /// Makes a folder with mode 0700, and those above it; one that is there stays as it is.
    static func makeFolder(_ path: String) throws(DiskFailure) {
        var above = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            above += "/" + part
            // The path is a C string for the time of the call.
            if unsafe mkdir(above, 0o700) == 0 { continue }
            let number = errno
            // A folder above may be there and not ours to write.
            guard isFolder(above) else { throw DiskFailure("the folder '\(above)' cannot be made", number: number) }
        }
    }

    /// Makes one folder with mode 0700; false when there is something of that name.
    static func makeNewFolder(_ path: String) throws(DiskFailure) -> Bool {
        if unsafe mkdir(path, 0o700) == 0 { return true }
        if errno == EEXIST { return false }
        throw DiskFailure("the folder cannot be made", number: errno)
    }

    /// Whether there is a folder, links followed.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        // Read only when the call succeeded.
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether there is a folder and no link to one.
    static func isRealFolder(_ path: String) -> Bool {
        var status = stat()
        // Read only when the call succeeded.
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether there is anything of that name.
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// The names in a folder, sorted, without hidden ones.
    static func names(in path: String) throws(DiskFailure) -> [String] {
        guard let folder = unsafe opendir(path) else { throw DiskFailure("cannot be listed", number: errno) }
        // Opened by the line above and closed here only.
        defer { unsafe closedir(folder) }
        var names: [String] = []
        // readdir's entry is read before the next call.
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// All bytes of a regular file that is no link and not longer than that.
    static func contents(of path: String, longest: Int) throws(DiskFailure) -> [UInt8] {
        // NONBLOCK: opening a pipe that nobody writes must not hang; it is refused below.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { throw DiskFailure("cannot be read", number: errno) }
        defer { close(descriptor) }
        return try contents(of: descriptor, longest: longest)
    }

    /// All bytes of an open regular file.
    static func contents(of descriptor: Int32, longest: Int) throws(DiskFailure) -> [UInt8] {
        var status = stat()
        // The structure is ours, and read only when the call succeeded.
        guard unsafe fstat(descriptor, &status) == 0 else { throw DiskFailure("cannot be read", number: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw DiskFailure("is no file; expected a regular file") }
        let size = Int(status.st_size)
        guard size <= longest else { throw DiskFailure("\(size) bytes long; expected at most \(longest)") }
        var number: Int32 = 0
        // The call fills at most the room, and `filled` says how far it is initialised.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { room, filled in
            while filled < size {
                let count = unsafe pread(
                    descriptor, UnsafeMutableRawPointer(room.baseAddress.unsafelyUnwrapped + filled), size - filled,
                    off_t(filled))
                if count == 0 { return }
                if count > 0 {
                    filled += count
                } else if errno != EINTR {
                    number = errno
                    return
                }
            }
        }
        if number != 0 { throw DiskFailure("cannot be read", number: number) }
        guard bytes.count == size else { throw DiskFailure("was cut while it was read") }
        return bytes
    }

    /// Writes a whole file with mode 0600 and puts it in its place at once: a reader finds all of it or what was
    /// there before. A machine that loses power may lose it; a process that dies does not.
    ///
    /// - Parameters:
    ///   - temporary: where it grows; on the same file system.
    ///   - moment: when it shall have been changed; nil: now.
    static func write(
        _ bytes: [UInt8], to path: String, through temporary: String, changedAt moment: Timestamp? = nil
    ) throws(DiskFailure) {
        do throws(DiskFailure) {
            try fill(temporary, with: bytes, changedAt: moment)
            guard unsafe rename(temporary, path) == 0 else {
                throw DiskFailure("cannot be put in place", number: errno)
            }
        } catch {
            // What cannot be removed either is overwritten the next time.
            unsafe unlink(temporary)
            throw error
        }
    }

    /// Sets when an open file was changed. One that is not ours keeps its time.
    static func setTime(_ moment: Timestamp, of descriptor: Int32) {
        let (seconds, rest) = moment.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        // Nanoseconds count forward, before 1970 too.
        let time = timespec(
            tv_sec: Int(rest < 0 ? seconds - 1 : seconds), tv_nsec: Int(rest < 0 ? rest + 1_000_000_000 : rest))
        _ = unsafe futimens(descriptor, [time, time])
    }

    private static func fill(
        _ path: String, with bytes: [UInt8], changedAt moment: Timestamp?
    ) throws(DiskFailure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw DiskFailure("cannot be written", number: errno) }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            // Reads what is left of the array, during the call only.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress.unsafelyUnwrapped + done, $0.count - done)
            }
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                throw DiskFailure("cannot be written", number: errno)
            }
        }
        if let moment { setTime(moment, of: descriptor) }
    }
}
