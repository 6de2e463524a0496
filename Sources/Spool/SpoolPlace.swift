import Checksum
import Glibc
import Storage

/// The names in a spool's folder, before anything is opened.
struct SpoolPlace: Hashable, Sendable {
    /// The folder of one store.
    let path: String

    init(path: String) { self.path = path }

    /// The folder of a store below the root of all spools: the location, as far as it can stand in a file's name, and
    /// the beginning of its SHA-256.
    init(root: String, location: String) {
        let safe = location.utf8.prefix(60).map { byte -> Character in
            let scalar = Unicode.Scalar(byte)
            return scalar.properties.isAlphabetic && byte < 128 || ("0"..."9").contains(scalar) || byte == 46
                ? Character(scalar) : "-"
        }
        var digest = SHA256()
        // Bytes of UInt8 have no padding that could be undefined.
        digest.update(unsafe Array(location.utf8).span.bytes)
        path = root + "/" + String(safe) + "-" + digest.hexadecimal().prefix(12)
    }

    var lock: String { path + "/lock" }
    var card: String { path + "/store" }
    func segment(_ first: UInt64) -> String { file(first, .segment) }
    func refused(_ number: UInt64) -> String { file(number, .refused) }

    /// What a numbered file holds.
    enum Kind: String {
        /// Records that wait.
        case segment = "rows"
        /// A record that the store refused.
        case refused = "refused"
        /// A segment that somebody gave up.
        case damaged = "damaged"
    }

    /// The numbered files, in their order.
    func files() throws(StorageError) -> [(number: UInt64, kind: Kind)] {
        try Self.names(in: path).compactMap { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].utf8.count == Self.digits, let number = UInt64(parts[0]),
                // No spool has come as far; room to count on.
                number < 1 << 62, let kind = Kind(rawValue: String(parts[1]))
            else { return nil }
            return (number, kind)
        }.sorted { $0.number < $1.number }
    }

    private static let digits = 20

    private func file(_ number: UInt64, _ kind: Kind) -> String {
        let digits = String(number)
        return path + "/" + String(repeating: "0", count: Self.digits - digits.utf8.count) + digits + "."
            + kind.rawValue
    }

    /// Makes the folder and those above it, durably.
    func create() throws(StorageError) {
        var above = path.hasPrefix("/") ? "/" : "."
        for part in path.split(separator: "/") {
            let folder = above + "/" + part
            // The path is a C string for the time of the call.
            if unsafe mkdir(folder, 0o700) == 0 {
                try SpoolPlace(path: above).sync()
            } else {
                let number = errno
                var status = stat()
                // A folder above may be read-only and there.
                guard unsafe number == EEXIST || stat(folder, &status) == 0 else {
                    throw StorageError(spoolErrno: number, at: folder, "the folder cannot be made")
                }
            }
            above = folder
        }
    }

    /// Waits until the disk knows which files are in the folder.
    func sync() throws(StorageError) {
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw StorageError(spoolErrno: errno, at: path, "cannot be opened") }
        defer { close(folder) }
        guard fsync(folder) == 0 else {
            throw StorageError(spoolErrno: errno, at: path, "cannot be brought to the disk")
        }
    }

    /// Deletes a file of it, durably: rows that came back later would overwrite newer ones.
    func remove(_ file: String) throws(StorageError) {
        // The path is a C string for the time of the call.
        guard unsafe unlink(file) == 0 || errno == ENOENT else {
            throw StorageError(spoolErrno: errno, at: file, "cannot be deleted")
        }
        try sync()
    }

    /// Puts a whole file in the place of another, or of none, durably: the old or the new one is there at any time.
    func replace(_ file: String, with bytes: [UInt8]) throws(StorageError) {
        let fresh = file + ".new"
        do throws(StorageError) {
            let written = try SpoolFile(fresh, for: .replacing)
            try written.write(bytes, at: 0)
            try written.sync()
            guard unsafe rename(fresh, file) == 0 else {
                throw StorageError(spoolErrno: errno, at: file, "cannot be put in place")
            }
            try sync()
        } catch {
            // What cannot be removed either is overwritten the next time.
            unsafe unlink(fresh)
            throw error
        }
    }

    /// The names in a folder, none when there is no such folder.
    static func names(in path: String) throws(StorageError) -> [String] {
        // readdir's entry is read before the next call; the folder is closed once.
        guard let folder = unsafe opendir(path) else {
            if errno == ENOENT { return [] }
            throw StorageError(spoolErrno: errno, at: path, "cannot be read")
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            names.append(
                unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                    unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }
}
