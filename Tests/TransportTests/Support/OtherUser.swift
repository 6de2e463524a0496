import Glibc

/// Does something with the rights of a user who owns nothing: the kernel looks at the thread's own "file
/// system user", which root may change and take back.
enum OtherUser {
    private typealias SetFileSystemUser = @convention(c) (uid_t) -> CInt

    /// setfsuid(2), whose header the Glibc module leaves out.
    private static let setUser: SetFileSystemUser? = {
        guard let symbol = unsafe dlsym(nil, "setfsuid") else { return nil }
        // The signature is the manual page's.
        return unsafe unsafeBitCast(symbol, to: SetFileSystemUser.self)
    }()

    static let isPossible = geteuid() == 0 && setUser != nil

    static func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        _ = setUser?(65_534)
        defer { _ = setUser?(0) }
        return try body()
    }
}
