import Glibc
public import Storage

extension SQLiteDatabase {
    /// A file by what stays with it when it is renamed.
    struct FileMark: Hashable, Sendable {
        var device: dev_t
        var inode: ino_t

        /// Of what lies at a path; nil where nothing does.
        init?(_ path: String) {
            var status = stat()
            // The path is a C string for the time of the call, the structure ours.
            guard unsafe stat(path, &status) == 0 else { return nil }
            (device, inode) = (status.st_dev, status.st_ino)
        }
    }

    /// Throws `notFound` where the file at the path is not the one that was opened; asks the file system, no connection.
    func requireOpenedFile() throws(StorageError) {
        if let opened, opened == FileMark(file.path) { return }
        throw Self.lost(at: location)
    }

    static func lost(at location: String) -> StorageError {
        StorageError(
            .notFound, at: location, "the file was deleted or moved while it was in use",
            advice: "put it back or create the store again with candlewick migrate, then run the job again")
    }
}

extension SQLiteStore: KeptInFile {
    /// Looks whether the file is still the one that is open.
    public func requireFile() throws(StorageError) { try database.requireOpenedFile() }
}

extension SQLiteLedger: KeptInFile {
    /// Looks whether the file is still the one that is open.
    public func requireFile() throws(StorageError) { try database.requireOpenedFile() }
}
