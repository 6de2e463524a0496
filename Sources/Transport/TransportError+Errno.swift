import Glibc

extension TransportError {
    /// What a failed system call on a path means to a person.
    init(errno number: Int32, path: String) {
        switch number {
        case ENOENT, ENOTDIR:
            self.init(.notFound, path, "there is no such file", advice: "check the path")
        case EACCES, EPERM:
            self.init(.permission, path, "permission denied", advice: "make it readable: chmod u+r '\(path)'")
        case EISDIR:
            self.init(.notAFile, path, "is a folder, a file was expected", advice: "rename or remove the folder")
        default:
            // strerror's text is copied before anything else can run on this thread.
            let text = unsafe String(cString: strerror(number))
            self.init(.io, path, "cannot be read: \(text)", advice: "check the disk and try again")
        }
    }
}
