import Glibc

/// What the system said to a wish about a file, as a sentence.
struct FileFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }

    /// The system's own words for an error number.
    init(_ wish: String, number: Int32) {
        // strerror's text is copied at once; the number is one that the system gave.
        message = unsafe "\(wish): \(String(cString: strerror(number)))"
    }
}

/// What identifies the content of a file well enough to see that it was replaced.
package struct FileStamp: Hashable, Sendable {
    let device: UInt
    let inode: UInt
    let size: Int
    /// When the file last changed, by the kernel's own clock: unlike the time of its content, nobody can set it back.
    let seconds: Int
    let nanoseconds: Int

    package init(device: UInt, inode: UInt, size: Int, seconds: Int, nanoseconds: Int) {
        (self.device, self.inode, self.size) = (device, inode, size)
        (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
    }
}

/// The few things that finding adapters needs of the file system.
enum FileSystem {
    /// The names in a folder, sorted, without hidden ones.
    static func names(in folder: String) throws(FileFailure) -> [String] {
        guard let directory = unsafe opendir(folder) else { throw FileFailure("cannot be listed", number: errno) }
        // Opened by the line above and closed here only.
        defer { unsafe closedir(directory) }
        var names: [String] = []
        // readdir's entry is valid until the next readdir; its name is copied at once.
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { bytes in
                    unsafe String(cString: bytes)
                }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Whether there is a folder, links followed.
    static func isFolder(_ path: String) -> Bool {
        var status = Glibc.stat()
        // `status` is filled by the call, and read only when that succeeded.
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether there is anything under this name.
    static func exists(_ path: String) -> Bool {
        // The path is NUL-terminated by the bridge, the call only asks.
        unsafe access(path, F_OK) == 0
    }

    /// The stamp of a regular file that can be read.
    static func stamp(ofReadable path: String) throws(FileFailure) -> FileStamp {
        let file = try OpenFile(path)
        return file.stamp
    }

    /// All bytes of a file that is not longer than that.
    static func contents(of path: String, longest: Int) throws(FileFailure) -> [UInt8] {
        let file = try OpenFile(path)
        var bytes: [UInt8] = []
        try file.read { (chunk) throws(FileFailure) in
            guard bytes.count + chunk.byteCount <= longest else {
                throw FileFailure("longer than \(longest) bytes; expected a file for people")
            }
            // The span is valid during the closure, and copied in it.
            unsafe chunk.withUnsafeBytes { buffer in unsafe bytes.append(contentsOf: buffer) }
        }
        return bytes
    }

    /// The path without links, `.` and `..`; the path itself when it leads nowhere.
    static func canonical(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        // realpath allocated it; it is copied and given back.
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The folder of the running executable, where `swift build` puts libraries.
    static func executableFolder() -> String? {
        let path = canonical("/proc/self/exe")
        return path.hasPrefix("/proc/") ? nil : folder(of: path)
    }

    /// Everything before the last slash; `.` when there is none.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Everything behind the last slash.
    static func lastPart(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// A path seen from a folder; `~` is the user's own folder.
    static func resolve(_ path: String, from folder: String) -> String {
        if path.hasPrefix("/") { return path }
        if path == "~" || path.hasPrefix("~/") {
            // getenv's text belongs to the environment and is copied at once.
            if let home = unsafe getenv("HOME") { return unsafe String(cString: home) + path.dropFirst() }
        }
        return folder == "/" ? "/" + path : "\(folder)/\(path)"
    }
}
