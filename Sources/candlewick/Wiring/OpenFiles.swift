import Glibc

/// How many files this process may have open; connections are most of them.
enum OpenFiles {
    /// More a hub has no use for.
    private static let most: rlim_t = 8192
    /// What is kept for stores, for the pipes of jobs, and for files that are read.
    private static let own = 256

    /// Raises the limit as far as the system lets this user, since the usual one is made for small programs.
    ///
    /// - Returns: how many connections there can be, so that the hub can open its own files whoever connects.
    static func connections() -> Int {
        let resource = Int32(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        // The struct is ours, here and below. Where it cannot be asked for, it is at least what every system gives.
        guard unsafe getrlimit(resource, &limit) == 0 else { return 1024 - own }
        if limit.rlim_cur < most {
            var raised = rlimit(rlim_cur: min(most, limit.rlim_max), rlim_max: limit.rlim_max)
            if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return max(32, Int(min(limit.rlim_cur, most)) - own)
    }
}
