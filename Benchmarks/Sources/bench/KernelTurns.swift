import Glibc

/// Kernels in turn with other programs: one is run for every line of input.
enum KernelTurns {
    /// Answers every line, the name of a kernel, with seconds of the processor and rows.
    static func serve(_ kernel: (String) throws -> Int) throws {
        while let name = readLine() {
            let start = processorSeconds()
            let rows = try kernel(name)
            let seconds = processorSeconds() - start
            print(seconds, rows)
            // The other end waits for the line.
            fflush(nil)
        }
    }

    /// Of this process. Kernels use one core and wait for nothing, so that a busy machine is not counted.
    private static func processorSeconds() -> Double {
        var time = timespec()
        // Cannot fail: the clock exists and the struct is ours.
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
