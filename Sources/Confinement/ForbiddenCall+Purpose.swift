extension ForbiddenCall {
    /// What calls would have done, by their names.
    static let purposes: [String: String] = {
        var purposes: [String: String] = [:]
        for (purpose, names) in groups {
            for name in names.split(separator: " ") { purposes[String(name)] = purpose }
        }
        return purposes
    }()

    private static let groups = [
        ("open a file", "open openat openat2 creat open_by_handle_at"),
        (
            "look at a file",
            "stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents "
                + "getdents64 getcwd fstat statfs"
        ),
        (
            "change, make or remove a file",
            "rename renameat renameat2 unlink unlinkat mkdir mkdirat rmdir link linkat symlink "
                + "symlinkat mknod mknodat chmod fchmod fchmodat chown fchown fchownat lchown truncate "
                + "ftruncate fallocate utimensat setxattr"
        ),
        ("read a descriptor that is not its socket", "read pread64 readv preadv preadv2"),
        (
            "write to a descriptor that is not its socket",
            "write pwrite64 writev pwritev pwritev2 sendfile splice tee vmsplice copy_file_range"
        ),
        ("change a descriptor", "close close_range dup dup2 dup3 fcntl ioctl lseek"),
        (
            "make a descriptor",
            "pipe pipe2 memfd_create memfd_secret eventfd eventfd2 timerfd_create signalfd "
                + "signalfd4 epoll_create epoll_create1 inotify_init inotify_init1 pidfd_open "
                + "pidfd_getfd fanotify_init"
        ),
        ("open a network or local socket", "socket socketpair"),
        (
            "reach a network or local socket",
            "connect bind listen accept accept4 getsockopt setsockopt shutdown getsockname "
                + "getpeername sendto sendmsg sendmmsg recvfrom recvmsg recvmmsg"
        ),
        ("start a program", "execve execveat"),
        ("start a process or thread", "clone clone3 fork vfork"),
        ("trace or read another process", "ptrace process_vm_readv process_vm_writev process_madvise kcmp"),
        ("signal a process", "kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal"),
        ("map a file, shared memory, or memory to run code from", "mmap remap_file_pages"),
        ("make memory executable", "mprotect pkey_mprotect"),
        ("catch signals", "rt_sigaction rt_sigreturn sigaltstack"),
        (
            "change its own limits or rights",
            "prctl arch_prctl setrlimit prlimit64 seccomp landlock_create_ruleset "
                + "landlock_add_rule landlock_restrict_self personality capset"
        ),
        (
            "become another user",
            "setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid"
        ),
        (
            "change what is mounted",
            "mount umount2 pivot_root chroot move_mount open_tree fsopen fsmount fsconfig "
                + "mount_setattr"
        ),
        ("leave or join a namespace", "unshare setns"),
        ("load code into the kernel", "bpf init_module finit_module delete_module kexec_load kexec_file_load"),
        (
            "ask the kernel by another way",
            "io_uring_setup io_uring_enter io_uring_register io_setup io_submit userfaultfd "
                + "perf_event_open"
        ),
        ("use the kernel's keys", "keyctl add_key request_key"),
        (
            "share memory or messages with other processes",
            "shmget shmat shmctl msgget msgsnd msgrcv semget semop mq_open"
        ),
        (
            "change the clock or the machine",
            "settimeofday clock_settime adjtimex clock_adjtime reboot sethostname setdomainname "
                + "swapon swapoff syslog acct"
        ),
        ("give advice on memory that is not allowed", "madvise mlock mlock2 mlockall"),
        ("look at the machine", "uname sysinfo sched_getaffinity getrusage getrlimit times getcpu"),
    ]
}
