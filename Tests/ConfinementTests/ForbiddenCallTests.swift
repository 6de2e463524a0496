import CForbiddenCalls
import Confinement
import Glibc
import Testing

/// A confined process that does what it must not.
@Suite struct ForbiddenCallTests {
    /// Attempts that the kernel ends, and the call that is reported.
    static let attempts: [(name: String, call: String)] =
        [
            ("openat", "openat"), ("openat2", "openat2"), ("mkdirat", "mkdirat"), ("io_uring", "io_uring_setup"),
            ("inet", "socket"), ("unix", "socket"), ("netlink", "socket"), ("socketpair", "socketpair"),
            ("execve", "execve"), ("fork", "clone"), ("clone3", "clone3"), ("ptrace", "ptrace"),
            ("process_vm_readv", "process_vm_readv"), ("proc-mem", "openat"), ("kill", "kill"), ("tgkill", "tgkill"),
            ("mmap-exec", "mmap"), ("mmap-shared", "mmap"), ("mmap-growing", "mmap"), ("mmap-file", "mmap"),
            ("mprotect-exec", "mprotect"), ("memfd_create", "memfd_create"), ("prctl", "prctl"), ("setuid", "setuid"),
            ("mount", "mount"), ("bpf", "bpf"), ("keyctl", "keyctl"), ("userfaultfd", "userfaultfd"),
            ("perf", "perf_event_open"), ("unshare", "unshare"), ("sigaction", "rt_sigaction"),
            ("ftruncate", "ftruncate"), ("write-other", "write"), ("read-other", "read"), ("write-peer", "write"),
            ("dup", "dup"), ("close", "close"), ("personality", "personality"), ("prlimit", "prlimit64"),
            ("sendto-address", "sendto"), ("madvise-remove", "madvise"), ("futex-priority", "futex"),
            ("shmget", "shmget"), ("chdir", "chdir"), ("block-signals", "rt_sigprocmask"), ("stop-timer", "setitimer"),
        ] + ofThisMachine

    #if arch(x86_64)
        static let ofThisMachine = [("open", "open"), ("creat", "creat"), ("vfork", "vfork")]
        /// Calls by the tables of other machines: ended without a report.
        static let unreported = ["i386", "x32"]
    #else
        static let ofThisMachine: [(String, String)] = []
        static let unreported: [String] = []
    #endif

    @Test(arguments: attempts)
    func forbiddenCall_confined_endsTheProcessAndIsReported(attempt: (name: String, call: String)) throws {
        for (user, rights) in Victim.users.flatMap({ [($0, Victim.Rights.confined), ($0, .loaded)] }) {
            let victim = try Victim(attempt.name, rights, user: user)
            #expect(victim.isConfined)
            #expect(victim.diedOfCall)
            #expect(victim.forbidden?.name == attempt.call)
            #expect(!victim.cameBack)
            #expect(!victim.madeFile)
            #expect(victim.board.loot == 0)
        }
    }

    @Test(arguments: unreported)
    func forbiddenCall_pastTheHandler_endsTheProcessAllTheSame(attempt: String) throws {
        let victim = try Victim(attempt)
        #expect(victim.isConfined)
        #expect(victim.diedOfCall)
        #expect(!victim.cameBack)
        #expect(!victim.madeFile)
    }

    /// The proof that the attempts would do harm.
    @Test(arguments: ["openat", "openat2", "mkdirat", "execve"])
    func attemptOnFiles_unconfined_leavesItsMark(attempt: String) throws {
        #expect(try Victim(attempt, .free).madeFile)
    }

    /// The same for those that a plain user may do anywhere.
    @Test(arguments: [
        "inet", "unix", "netlink", "socketpair", "kill", "mmap-exec", "mmap-shared", "mmap-growing", "mmap-file",
        "mprotect-exec", "memfd_create", "prctl", "sigaction", "ftruncate", "write-other", "read-other", "write-peer",
        "dup", "close", "personality", "madvise-remove", "chdir", "fork", "block-signals", "stop-timer",
    ])
    func attempt_unconfined_comesBackWithSuccess(attempt: String) throws {
        let victim = try Victim(attempt, .free)
        #expect(victim.cameBack)
        #expect(victim.board.result >= 0)
    }

    @Test(arguments: ["process_vm_readv", "proc-mem"])
    func memoryOfTheHost_isReadUnconfinedOnly(attempt: String) throws {
        let secret = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
        // One word, freed at the end; the victim looks for it.
        unsafe secret.initialize(to: 0x5ec2_e7)
        defer { unsafe secret.deallocate() }
        let address = UInt(bitPattern: secret)
        #expect(try Victim(attempt, address: address).board.loot == 0)
        let free = try Victim(attempt, .free, address: address)
        // Where the system itself forbids it to children, that cannot be shown.
        if free.board.error != EPERM && free.board.error != EACCES { #expect(free.board.loot == 0x5ec2_e7) }
    }

    @Test func report_ofNothingOrOfNonsense_namesNothing() {
        #expect(ForbiddenCall(report: 0) == nil)
        #expect(ForbiddenCall(report: 42) == nil)
        let nonsense = ForbiddenCall(report: .max)
        #expect(nonsense?.name == nil)
        #expect(nonsense?.description == "system call 2147483647")
    }

    @Test(arguments: [
        (NUMBER_openat, "openat (open a file)"), (NUMBER_socket, "socket (open a network or local socket)"),
        (NUMBER_execve, "execve (start a program)"), (NUMBER_ptrace, "ptrace (trace or read another process)"),
    ])
    func description_ofACall_saysWhatItWouldHaveDone(number: number_of_call, expected: String) {
        #expect(ForbiddenCall(number: Int32(number.rawValue)).description == expected)
    }
}
