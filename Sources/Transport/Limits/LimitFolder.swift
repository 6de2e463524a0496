import Checksum
import Glibc

/// The folder in which the processes of one user share their limits: ours alone, else somebody could slow us down or
/// lift the limit.
struct LimitFolder: Sendable {
    let path: String
    /// Mixed into the names of the credentials' buckets; without it a name would let one try keys offline.
    private let salt: [UInt8]

    /// The usual place: `candlewick` in the user's runtime folder, and `/tmp/candlewick-UID` on a machine without one.
    ///
    /// A job of cron has no XDG_RUNTIME_DIR and must nevertheless meet the user's other processes: the folder's usual
    /// place is looked at too.
    static var usual: String {
        // Copied at once; nobody changes the environment while the program runs.
        if let folder = unsafe getenv("XDG_RUNTIME_DIR") {
            let text = unsafe String(cString: folder)
            if text.hasPrefix("/") { return text + "/candlewick" }
        }
        let user = "/run/user/\(geteuid())"
        var status = stat()
        if unsafe lstat(user, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() {
            return user + "/candlewick"
        }
        return "/tmp/candlewick-\(geteuid())"
    }

    /// Makes it where it is not yet there, and refuses one that is not ours alone.
    init(_ path: String) throws(LimitError) {
        self.path = path
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .failed(errno, path, "made") }
        var status = stat()
        // A link is looked at itself, not followed.
        guard unsafe lstat(path, &status) == 0 else { throw .failed(errno, path, "read") }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw .state(
                "'\(path)' holds the shared rate limits and has to be a folder of this user's that nobody else may "
                    + "enter; remove it, or make it so (chmod 700)")
        }
        salt = try Self.salt(path + "/salt")
    }

    /// The file of a bucket.
    func file(_ bucket: BucketName) -> String {
        switch bucket {
        case .host(let host):
            // Host names have none of these; an IPv6 address has colons and brackets, which a file's name may have.
            "\(path)/host-\(host.replacing("/", with: "_")).limit"
        case .credential(let secret): "\(path)/key-\(fingerprint(secret)).limit"
        }
    }

    /// 128 bits that say which secret it is and not what.
    private func fingerprint(_ secret: Secret) -> String {
        var digest = SHA256()
        // Bytes are what they are: no padding could be seen.
        unsafe digest.update(salt.span.bytes)
        secret.withBytes { digest.update($0) }
        return String(digest.hexadecimal().prefix(32))
    }

    /// Reads the salt, or writes a new one; of several processes that do so at once one wins.
    private static func salt(_ path: String) throws(LimitError) -> [UInt8] {
        if let salt = try read(path) { return salt }
        // The system's generator is the kernel's: nobody can guess what it gives.
        let fresh = (0..<saltLength).map { _ in UInt8.random(in: 0...255) }
        let own = "\(path).\(getpid()).\(fresh.prefix(8).map { String($0, radix: 16) }.joined())"
        let descriptor = unsafe open(own, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .failed(errno, own, "made") }
        // The bytes are read during the call.
        let count = unsafe fresh.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        let number = errno
        close(descriptor)
        // A link to a whole file: nobody ever sees half of one. Who comes second takes the first one's.
        let linked = count == saltLength ? unsafe link(own, path) == 0 : false
        let linkNumber = errno
        _ = unsafe unlink(own)
        guard count == saltLength else { throw .failed(number, own, "written") }
        if linked { return fresh }
        guard linkNumber == EEXIST, let salt = try read(path) else { throw .failed(linkNumber, path, "made") }
        return salt
    }

    private static let saltLength = 32

    /// Nil when there is none.
    private static func read(_ path: String) throws(LimitError) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .failed(errno, path, "read")
        }
        defer { close(descriptor) }
        var salt = [UInt8](repeating: 0, count: saltLength)
        // Writes at most the bytes given.
        let count = unsafe salt.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count == saltLength else { throw .failed(EINVAL, path, "read") }
        return salt
    }
}

/// Whose limit.
enum BucketName: Hashable, Sendable {
    /// A host with its port.
    case host(String)
    /// A secret: all who use it share its limit, whatever they call it.
    case credential(Secret)
}
