import Checksum

/// SHA-256 of a file's bytes.
enum FileDigest {
    /// 64 lower-case hexadecimal digits. Reads the file once.
    static func sha256(of path: String) throws(FileFailure) -> String {
        let file = try OpenFile(path)
        var digest = SHA256()
        try file.read { (chunk) throws(FileFailure) in digest.update(chunk) }
        return digest.hexadecimal()
    }
}
