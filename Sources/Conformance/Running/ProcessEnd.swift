import Glibc

/// How a process ended, in words.
enum ProcessEnd {
    private static let names: [Int32: String] = [
        SIGABRT: "SIGABRT, abort", SIGALRM: "SIGALRM, alarm", SIGBUS: "SIGBUS, memory that is not there",
        SIGFPE: "SIGFPE, arithmetic", SIGHUP: "SIGHUP", SIGILL: "SIGILL, illegal instruction", SIGINT: "SIGINT",
        SIGKILL: "SIGKILL", SIGPIPE: "SIGPIPE", SIGSEGV: "SIGSEGV, memory that is not its own",
        SIGSYS: "SIGSYS, a forbidden system call", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP, trap",
        SIGXCPU: "SIGXCPU, processor time", SIGXFSZ: "SIGXFSZ, file size",
    ]

    /// `ended by SIGSEGV, memory that is not its own`, from what `waitpid` gives.
    static func words(_ status: Int32) -> String {
        let signal = status & 0x7F
        return signal == 0
            ? "ended with status \(status >> 8 & 0xFF) before the check gave its result"
            : "ended by \(names[signal] ?? "signal \(signal)")"
    }
}
