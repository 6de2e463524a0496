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
        let errors = output == "/dev/null" ? output : output + ".err"
        let files = (output: try Program.file(output), errors: try Program.file(errors))
        defer {
            close(files.output)
            close(files.errors)
        }
        let start = ContinuousClock.now
        let process = try Program.start(arguments, output: files.output, errors: files.errors)
        var usage = rusage()
        let status = Program.wait(process, &usage)
        seconds = (ContinuousClock.now - start) / .seconds(1)
        peakMemory = Double(usage.ru_maxrss) / 1024
        written = usage.ru_oublock * 512
        guard status == 0 else {
            throw Trouble("\(arguments.joined(separator: " ")) ended with status \(status); see \(errors)")
        }
    }
}
