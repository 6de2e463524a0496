import Glibc
import Logging

/// How many files the process may have open: each who reads a live stream is one.
enum OpenFiles {
    /// What is needed beside readers: stores, ledgers, jobs, other requests.
    private static let others: UInt = 512

    /// Has the system allow as many as the readers need, as far as it lets us; says so where that is not enough.
    static func allow(readers: Int, _ logger: Logger) {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        // The calls read and fill the structure that they are given.
        guard unsafe getrlimit(resource, &limit) == 0 else { return }
        let wanted = UInt(readers) + others
        if limit.rlim_cur >= wanted { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        // As above.
        let isRaised = unsafe setrlimit(resource, &limit) == 0
        if !isRaised || limit.rlim_cur < wanted {
            logger.warning(
                "[live] readers is \(readers), for which \(wanted) open files are needed, and the system allows \(limit.rlim_max); raise it with ulimit -n or LimitNOFILE="
            )
        }
    }
}
