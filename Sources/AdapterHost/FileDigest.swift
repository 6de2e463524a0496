import Checksum

/// SHA-256 of a file's bytes.
enum FileDigest {
    /// 64 lower-case hexadecimal digits. Reads the file once.
    static func sha256(of path: String) throws(FileFailure) -> String { try sha256(of: OpenFile(path)) }

    /// The same of a file that is open, so that its stamp and its digest are of one file.
    static func sha256(of file: borrowing OpenFile) throws(FileFailure) -> String {
        var digest = SHA256()
        try file.read { (chunk) throws(FileFailure) in digest.update(chunk) }
        return digest.hexadecimal()
    }
}
