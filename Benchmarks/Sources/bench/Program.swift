import Glibc

/// Starting other programs, with plain descriptors: `wait4` must find them, and nobody else may wait.
enum Program {
    /// Starts a program with these as its input, output and errors; nil is the one of this process.
    static func start(
        _ arguments: [String], input: Int32? = nil, output: Int32, errors: Int32? = nil
    ) throws(Trouble) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, place) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
            if let descriptor { unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, place) }
        }
        // Copies that live until the child runs; the list ends with nil, as C wants it.
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var process = pid_t()
        let failure = unsafe posix_spawn(&process, arguments[0], &actions, nil, &words, environ)
        guard failure == 0 else { throw Trouble("\(arguments[0]): cannot be run (error \(failure))") }
        return process
    }

    /// Waits for the end. What it used is in `usage`.
    static func wait(_ process: pid_t, _ usage: inout rusage) -> Int32 {
        var status: Int32 = 0
        // Both are ours; the process is a child that nobody waited for.
        while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        return status
    }

    /// A new file for a program's output. Whoever starts the program closes it.
    static func file(_ path: String) throws(Trouble) -> Int32 {
        // The path is a C string during the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Trouble("\(path): cannot be written (error \(errno))") }
        return descriptor
    }

    /// A pipe that children do not inherit, except as what they are given.
    static func pipe() throws(Trouble) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        // Room for the two descriptors. Nothing else of this process starts programs meanwhile.
        guard unsafe Glibc.pipe(&ends) == 0 else { throw Trouble("no pipe (error \(errno))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
