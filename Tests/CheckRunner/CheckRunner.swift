import Conformance
import Glibc

/// The process of a check, as the tests of the runner start it: the checks of the product, and some that go wrong.
@main struct CheckRunnerProgram {
    static func main() {
        CheckChild.run(Array(CommandLine.arguments.dropFirst()), among: ConformanceCheck.all + Trials.all)
    }
}

/// What an adapter can do to the process that looks at it.
enum Trials {
    static let all = [
        trial("passes") { "told" },
        trial("segfaults") {
            print("its last words")
            fflush(nil)
            raise(SIGSEGV)
            return nil
        },
        trial("traps") { fatalError("a trap that is meant") },
        trial("aborts") { abort() },
        trial("hangs") { while true { pause() } },
        // A grandchild holds the pipes when the process is long gone.
        trial("leaves") {
            if spawnSleeper() { _exit(0) }
            return nil
        },
        trial("hangsWithOthers") {
            if spawnSleeper() { while true { pause() } }
            return nil
        },
        trial("fills") {
            var all: [[UInt8]] = []
            while true { all.append([UInt8](repeating: 1, count: 1 << 24)) }
        },
        trial("floods") {
            let text = String(repeating: "x", count: 1 << 16)
            while true { print(text) }
        },
        trial("garbage") {
            // Ten bytes of a constant text.
            _ = unsafe write(3, "{}garbage\n", 10)
            return nil
        },
        trial("exits") { exit(0) },
        trial("environment") { environment().joined(separator: ",") },
        trial("descriptors") { (0..<100).filter { fcntl($0, F_GETFD) >= 0 }.map(String.init).joined(separator: ",") },
    ]

    private static func trial(_ name: String, _ body: @escaping @Sendable () -> String?) -> ConformanceCheck {
        ConformanceCheck("trial-\(name)", "A trial.") { _ in body() }
    }

    private static func environment() -> [String] {
        var names: [String] = []
        var index = 0
        // The process's own list, ended by nil; nothing changes it.
        while let entry = unsafe environ[index] {
            names.append(String(unsafe String(cString: entry).prefix { $0 != "=" }))
            index += 1
        }
        return names.sorted()
    }

    private static func spawnSleeper() -> Bool {
        var process = pid_t()
        var words: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("sleep"), strdup("1000"), nil]
        // Words that are ours until the process ends.
        return unsafe posix_spawn(&process, "/bin/sleep", nil, nil, &words, environ) == 0
    }
}
