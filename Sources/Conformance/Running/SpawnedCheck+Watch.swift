import Glibc

extension SpawnedCheck {
    /// What is kept of what it prints.
    private static let keptOutput = 2_000
    /// No result is longer.
    private static let longestResult = 1 << 20

    /// Waits until it has ended, its time is over, or nobody wants its result any more.
    ///
    /// - Returns: its result; nil when `stop` said so.
    mutating func watch(limit: Duration, stop: () -> Bool) -> CheckResult? {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while true {
            // Asked before the pipes are read: what it wrote before its end is then seen.
            let isOver = hasEnded
            wait(milliseconds: isOver ? 0 : 10)
            let (moreResult, moreOutput) = read()
            if isOver {
                if !moreResult, !moreOutput { return ended() }
                // Something that it started goes on printing.
                kill()
            }
            if stop() { return nil }
            if clock.now >= deadline {
                kill()
                return .timedOut(withOutput("it was ended after \(limit); a check of this kind may take no longer"))
            }
        }
    }

    private mutating func read() -> (Bool, Bool) {
        (result.read(keeping: Self.longestResult), output.read(keeping: Self.keptOutput))
    }

    private func wait(milliseconds: Int32) {
        var wishes = [
            pollfd(fd: result.isAtEnd ? -1 : result.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output.isAtEnd ? -1 : output.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        // As many as are in the array; negative descriptors are passed over.
        _ = unsafe poll(&wishes, 2, milliseconds)
    }

    private mutating func ended() -> CheckResult {
        let status = reap()
        guard status == 0, result.count > 0 else { return .crashed(withOutput("it \(ProcessEnd.words(status))")) }
        if result.count == result.bytes.count, let result = CheckResult(line: result.bytes) { return result }
        let start = String(decoding: result.bytes.prefix(80), as: UTF8.self)
        return .crashed(
            withOutput(
                "something wrote \(result.count) bytes in the place of the check's result, beginning \"\(start)\""))
    }

    /// What it printed at last is often why.
    private func withOutput(_ text: String) -> String {
        let words = String(decoding: output.bytes, as: UTF8.self)
        return words.contains { !$0.isWhitespace } ? "\(text); it printed at last:\n\(words)" : text
    }
}
