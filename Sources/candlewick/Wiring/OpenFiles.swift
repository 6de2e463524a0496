import Glibc
import Logging

/// How many files this process may have open; connections are most of them.
enum OpenFiles {
    /// As many a hub has a use for, unless it is told of more readers.
    private static let usual: rlim_t = 8192
    /// What is kept for stores, for the pipes of jobs, and for files that are read.
    private static let own = 256

    /// Raises the limit as far as the system lets this user, since the usual one is made for small programs.
    ///
    /// - Parameter readers: of live streams at most; where there cannot be as many, it is said in the log.
    /// - Returns: how many connections there can be, so that the hub can open its own files whoever connects.
    static func connections(readers: Int, _ logger: Logger) -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        // The struct is ours, here and below. Where it cannot be asked for, it is at least what every system gives.
        guard unsafe getrlimit(resource, &limit) == 0 else { return 1024 - own }
        // Readers have three quarters of the connections.
        let wanted = max(usual, rlim_t(readers / 3 * 4 + 4 + own))
        if limit.rlim_cur < wanted {
            var raised = rlimit(rlim_cur: min(wanted, limit.rlim_max), rlim_max: limit.rlim_max)
            if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
        }
        let connections = max(32, Int(clamping: min(limit.rlim_cur, wanted)) - own)
        if connections * 3 / 4 < readers {
            logger.warning(
                "[live] readers is \(readers), and the system allows \(connections * 3 / 4); raise it with ulimit -n or LimitNOFILE="
            )
        }
        return connections
    }
}
