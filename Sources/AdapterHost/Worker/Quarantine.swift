import Glibc

/// Adapters that kept failing, remembered from one run of the program to the next: a small file each in a folder of the
/// user's. A library that was replaced is out of quarantine.
public struct Quarantine: Hashable, Sendable {
    /// The folder; made when there is something to put into it.
    public var folder: String

    /// Remembers in that folder.
    public init(folder: String) { self.folder = folder }

    private func file(_ adapter: String) -> String { "\(folder)/\(adapter)" }

    private func mark(_ stamp: FileStamp?) -> String {
        stamp.map { "\($0.device) \($0.inode) \($0.size) \($0.seconds) \($0.nanoseconds)" } ?? ""
    }

    /// Why the adapter is not run; nil where it may be.
    func reason(_ adapter: String, _ stamp: FileStamp?) -> String? {
        // A file that is not there, or cannot be read, keeps nobody from anything.
        guard let bytes = try? FileSystem.contents(of: file(adapter), longest: 1 << 16) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, lines[0] == mark(stamp) else { return nil }
        return String(lines[1])
    }

    /// Remembers a reason, of one line.
    func put(_ adapter: String, _ stamp: FileStamp?, _ reason: String) {
        let text = "\(mark(stamp))\n\(reason.split(whereSeparator: \.isNewline).joined(separator: " "))\n"
        // Where it cannot be written the next run finds out by itself; the names are the user's own.
        var path = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            path += part + "/"
            if path != "/" { unsafe mkdir(path, 0o700) }
        }
        let unfinished = "\(file(adapter)).\(getpid()).part"
        let descriptor = unsafe open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let bytes = Array(text.utf8)
        // The bytes live during the call.
        let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        if written == bytes.count {
            unsafe rename(unfinished, file(adapter))
        } else {
            unsafe unlink(unfinished)
        }
    }

    /// Lets an adapter be run again; whether it was in quarantine.
    public func release(_ adapter: String) -> Bool {
        // The id was checked: it has no slash.
        guard NameRules.isAdapterID(adapter) else { return false }
        return unsafe unlink(file(adapter)) == 0
    }
}
