import Glibc

extension CacheFolder {
    /// Removes what was used least recently until there is room for so many bytes, and a tenth of the limit more, so
    /// that not every reply has the folder searched. Takes the totals anew then.
    func makeRoom(for bytes: Int64, _ totals: CacheTotals) throws(DiskFailure) -> CacheTotals {
        if totals.bytes <= limit - bytes { return totals }
        var files = try files()
        var now = CacheTotals(entries: files.count, bytes: files.reduce(0) { $0 + $1.bytes })
        files.sort { ($0.usedAt, $0.path) > ($1.usedAt, $1.path) }
        while now.bytes > max(0, limit - limit / 10 - bytes), let oldest = files.popLast() {
            try Self.unlink(oldest.path)
            now.entries -= 1
            now.bytes -= oldest.bytes
        }
        return now
    }

    /// Counts what is there.
    func counted() throws(DiskFailure) -> CacheTotals {
        let files = try files()
        return CacheTotals(entries: files.count, bytes: files.reduce(0) { $0 + $1.bytes })
    }

    private struct File {
        var path: String
        var bytes: Int64
        var usedAt: Int64
    }

    private func files() throws(DiskFailure) -> [File] {
        var files: [File] = []
        for part in try PrivateFiles.names(in: "\(path)/replies") {
            let folder = "\(path)/replies/\(part)"
            guard PrivateFiles.isRealFolder(folder) else { continue }
            for name in try PrivateFiles.names(in: folder) {
                guard let status = Self.status(of: "\(folder)/\(name)") else { continue }
                let time = status.st_mtim
                files.append(
                    File(
                        path: "\(folder)/\(name)", bytes: Int64(status.st_size),
                        usedAt: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)))
            }
        }
        return files
    }

    /// What the system says of a file; nil for none.
    static func status(of path: String) -> stat? {
        var status = stat()
        // Read only when the call succeeded.
        return unsafe lstat(path, &status) == 0 ? status : nil
    }

    /// Deletes a file; one that is gone is no failure.
    static func unlink(_ path: String) throws(DiskFailure) {
        guard unsafe Glibc.unlink(path) == 0 || errno == ENOENT else {
            throw DiskFailure("'\(path)' cannot be deleted", number: errno)
        }
    }
}
