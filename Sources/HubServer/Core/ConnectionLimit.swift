import Glibc

/// How many connections are had at once: more wait until one ends.
enum ConnectionLimit {
    private static let most = 4096
    /// Files that the process has open beside them: databases, libraries, pipes to jobs.
    private static let reserve = 256

    /// Lets the process have as many files open as the system allows it, if there is use for them, and says how many
    /// connections that makes.
    static func raised() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        // The struct is ours, and lives as long as the calls.
        guard unsafe getrlimit(files, &limit) == 0 else { return most / 8 }
        let before = limit.rlim_cur
        limit.rlim_cur = max(before, min(limit.rlim_max, rlim_t(most + reserve)))
        if unsafe setrlimit(files, &limit) != 0 { limit.rlim_cur = before }
        let open = Int(clamping: limit.rlim_cur)
        return min(most, max(open / 2, open - reserve))
    }
}
