import Glibc

/// A process that looks at one thing, in a group of its own; killed and waited for when this goes.
struct SpawnedCheck: ~Copyable {
    private let process: pid_t
    /// Once it was waited for.
    private var status: Int32?
    /// What it says as its result, and what it prints.
    var result: ReadEnd
    var output: ReadEnd

    /// Starts it with nothing to read and next to no environment.
    ///
    /// - Throws: `CaseProblem` with what the system says.
    init(_ words: [String], environment: [String]) throws {
        let result = try Pipe()
        let output = try Pipe()
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        // All of these write the two structs, which are destroyed below; they fail only when memory is out.
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.writing.descriptor, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.writing.descriptor, 2)
        unsafe posix_spawn_file_actions_adddup2(&actions, result.writing.descriptor, CheckChild.resultDescriptor)
        unsafe posix_spawnattr_init(&attributes)
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        // A child inherits what is blocked and ignored here; it shall begin as from a shell.
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        // Copies of the words, each list ended by nil as C wants it; freed when the child has its own.
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
            for index in words.indices { unsafe free(arguments[index]) }
            for index in environment.indices { unsafe free(variables[index]) }
        }
        var process = pid_t()
        let code = unsafe posix_spawn(&process, words[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else {
            // strerror's text is copied before anything else can run on this thread.
            throw CaseProblem("\(words[0]) cannot be started: \(unsafe String(cString: strerror(code)))")
        }
        self.process = process
        self.result = result.reading()
        self.output = output.reading()
    }

    /// Whether it has ended; it stays a zombie, so that its number is nobody else's.
    var hasEnded: Bool {
        var info = unsafe siginfo_t()
        // Our own child, not yet waited for; the struct is ours, and zero where nothing has happened.
        let code = unsafe waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT)
        return unsafe code == 0 && info.si_signo == SIGCHLD
    }

    /// Ends it and all that it started.
    func kill() {
        // A group that is gone needs no end.
        _ = Glibc.kill(-process, SIGKILL)
    }

    /// Ends its group, waits for it and gives its status; the same each time.
    mutating func reap() -> Int32 {
        if let status { return status }
        // What it left behind must not go on either; itself it is a zombie by then, or ends by this.
        kill()
        var found: Int32 = 0
        // Our own child, not yet waited for; written once it has ended.
        while unsafe waitpid(process, &found, 0) < 0, errno == EINTR {}
        status = found
        return found
    }

    deinit {
        guard status == nil else { return }
        kill()
        // As above; how it ended is nobody's matter any more.
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
}
