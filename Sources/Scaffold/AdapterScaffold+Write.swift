import Glibc

extension AdapterScaffold {
    /// Writes all files into a folder, which is made. Files get mode 0644 less the user's mask, folders 0755.
    ///
    /// - Parameter folder: must not be there, or be empty: nothing is ever written over.
    /// - Throws: what the system said, and about which path; what was written before stays.
    public func write(to folder: String) throws(ScaffoldProblem) {
        try Self.check(folder)
        for file in files {
            let path = "\(folder)/\(file.path)"
            try Self.makeFolders(above: path)
            try Self.write(file.bytes, to: path)
        }
    }

    /// Throws when `write(to:)` would refuse the folder.
    public static func check(_ folder: String) throws(ScaffoldProblem) {
        guard let directory = unsafe opendir(folder) else {
            if errno == ENOENT { return }
            throw ScaffoldProblem("\(folder): \(lastError()); expected no such folder, or an empty one")
        }
        // Opened by the line above and closed here only.
        defer { unsafe closedir(directory) }
        var count = 0
        while unsafe readdir(directory) != nil { count += 1 }
        // `.` and `..` are in every folder.
        guard count <= 2 else {
            throw ScaffoldProblem("\(folder) is there and not empty; nothing is written over: name another --folder")
        }
    }

    private static func makeFolders(above path: String) throws(ScaffoldProblem) {
        for index in path.indices.dropFirst() where path[index] == "/" {
            let folder = String(path[..<index])
            // The bridge ends the path with a NUL, and the call copies it.
            guard unsafe mkdir(folder, 0o755) == 0 || errno == EEXIST else {
                throw ScaffoldProblem("\(folder): cannot be made: \(lastError())")
            }
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(ScaffoldProblem) {
        // O_EXCL: not even over what came after the folder was looked at.
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw ScaffoldProblem("\(path): cannot be written: \(lastError())") }
        var done = 0
        while done < bytes.count {
            // Reads from the array, from `done` to its end.
            let count = unsafe bytes.withUnsafeBytes { all in
                let rest = unsafe all.dropFirst(done)
                return unsafe Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = lastError()
                close(file)
                throw ScaffoldProblem("\(path): cannot be written: \(reason)")
            }
            done += count
        }
        guard close(file) == 0 else { throw ScaffoldProblem("\(path): cannot be written: \(lastError())") }
    }

    private static func lastError() -> String {
        // strerror's text is copied at once; the number is one that the system gave.
        unsafe String(cString: strerror(errno))
    }
}
