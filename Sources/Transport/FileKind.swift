import Glibc

/// What sort of thing is at a path.
enum FileKind: Equatable {
    case folder
    case link
    /// A file, a device, or nothing: opening it tells.
    case other

    static func of(_ path: String, followingLinks: Bool) -> FileKind {
        var status = stat()
        // The struct is ours; the path is copied by the call.
        let result = unsafe followingLinks ? stat(path, &status) : lstat(path, &status)
        guard result == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        default: return .other
        }
    }
}
