import Glibc

/// A program that was run to its end.
struct Child {
    /// From its start to its end.
    let seconds: Double
    /// The largest resident memory it had, in MiB.
    let peakMemory: Double
    /// What it wrote to files, in bytes, as the kernel counts it: whole pages. 0 on a file system in memory.
    let written: Int

    /// Runs a program and waits. What it prints goes to `output`, its complaints to `output` with `.err`.
    ///
    /// Linux lets a child begin with its parent's peak, so whoever measures memory must itself be small:
    /// everything large is done in children.
    init(_ arguments: [String], output: String) throws(Trouble) {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let errors = output == "/dev/null" ? output : output + ".err"
        for (descriptor, path) in [(STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            unsafe posix_spawn_file_actions_addopen(
                &actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        // Copies that live until the child runs; the list ends with nil, as C wants it.
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        let start = ContinuousClock.now
        var process = pid_t()
        let failure = unsafe posix_spawn(&process, arguments[0], &actions, nil, &words, environ)
        guard failure == 0 else { throw Trouble("\(arguments[0]): cannot be run (error \(failure))") }
        var (status, usage) = (Int32(0), rusage())
        while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        seconds = (ContinuousClock.now - start) / .seconds(1)
        peakMemory = Double(usage.ru_maxrss) / 1024
        written = usage.ru_oublock * 512
        guard status == 0 else {
            throw Trouble("\(arguments.joined(separator: " ")) ended with status \(status); see \(errors)")
        }
    }
}
