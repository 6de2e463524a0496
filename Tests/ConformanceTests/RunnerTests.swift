import Conformance
import BundledAdapters
import Foundation
import Glibc
import Synchronization
import Testing

/// What a process of a check may do, and what the runner says of it.
@Suite(.serialized) struct RunnerTests {
    private static let place = CheckPlace(manifest: "/nowhere/adapter.toml")

    /// The trials are in `Tests/CheckRunner`; only their names and limits count here.
    private static func trial(_ name: String, limit: Duration = .seconds(20)) -> ConformanceCheck {
        ConformanceCheck("trial-\(name)", "A trial.", timeLimit: limit) { _ in nil }
    }

    private static func result(of trial: ConformanceCheck, memory: Int = 1 << 30) throws -> CheckResult {
        var runner = CheckRunner.ofTests
        runner.memoryLimit = memory
        let outcomes = try #require(runner.run([trial], of: place, seed: 7))
        return outcomes[0].result
    }

    @Test func check_thatPasses_givesWhatItTells() throws {
        #expect(try Self.result(of: Self.trial("passes")) == .passed("told"))
    }

    @Test(arguments: [
        ("segfaults", "it ended by SIGSEGV", "its last words"), ("aborts", "it ended by SIGABRT", "abort"),
        ("traps", "it ended by SIG", "a trap that is meant"), ("exits", "ended with status 0", "before"),
        ("leaves", "ended with status 0", "before"), ("garbage", "something wrote 30 bytes", "{}garbage"),
    ])
    func check_thatEndsItsProcess_isCrashed(name: String, start: String, words: String) throws {
        guard case .crashed(let message) = try Self.result(of: Self.trial(name)) else {
            Issue.record("\(name) did not crash")
            return
        }
        #expect(message.contains(start) && message.contains(words), "\(message)")
    }

    @Test func check_thatFillsTheMemory_isCrashedByItsLimit() throws {
        guard case .crashed(let message) = try Self.result(of: Self.trial("fills"), memory: 128 << 20) else {
            Issue.record("128 MiB held all of it")
            return
        }
        #expect(message.hasPrefix("it ended by SIG"), "\(message)")
    }

    @Test(arguments: ["hangs", "hangsWithOthers", "floods"])
    func check_overItsTime_isEndedAndTimedOut(name: String) throws {
        guard case .timedOut(let message) = try Self.result(of: Self.trial(name, limit: .milliseconds(300))) else {
            Issue.record("\(name) was not timed out")
            return
        }
        #expect(message.contains("0.3 seconds") && message.utf8.count < 2_300, "\(message)")
    }

    /// Each of the others would take its whole time, too.
    @Test func checks_afterThreeThatHung_areLeft() throws {
        let hanging = (0..<3).map { _ in Self.trial("hangs", limit: .milliseconds(300)) }
        var runner = CheckRunner.ofTests
        runner.parallel = 1
        let outcomes = try #require(runner.run(hanging + [Self.trial("passes")], of: Self.place, seed: 1))
        #expect(outcomes.map(\.result.word) == ["timed out", "timed out", "timed out", "skipped"])
        guard case .skipped(let reason)? = outcomes.last?.result else { return }
        #expect(reason.contains("the adapter hung before (trial-hangs, trial-hangs, trial-hangs)"))
    }

    @Test func process_ofACheck_hasNoDescriptorsAndNoEnvironmentButItsOwn() throws {
        let file = unsafe open("/dev/null", O_RDONLY)
        defer { close(file) }
        #expect(try Self.result(of: Self.trial("descriptors")) == .passed("0,1,2,3"))
        guard case .passed(let names?) = try Self.result(of: Self.trial("environment")) else {
            Issue.record("the environment was not told")
            return
        }
        let allowed: Set<Substring> = ["LANG", "LD_LIBRARY_PATH", "PATH", "SWIFT_BACKTRACE", "TMPDIR", "TZ"]
        #expect(Set(names.split(separator: ",")).isSubset(of: allowed))
    }

    @Test func command_thatIsNotThere_isCrashedWithTheSystemsWords() throws {
        let outcomes = CheckRunner(command: ["/nowhere/program"]).run([Self.trial("passes")], of: Self.place, seed: 1)
        #expect(outcomes?[0].result == .crashed("/nowhere/program cannot be started: No such file or directory"))
    }

    @Test func run_ofManyChecks_reportsInOrderAndTellsEachOnce() throws {
        let trials = ["aborts", "passes", "exits", "passes", "segfaults", "passes"].enumerated().map { index, name in
            Self.trial(name, limit: .seconds(20 + index))
        }
        let told = Mutex<[String]>([])
        let found = CheckRunner.ofTests.run(
            trials, of: Self.place, seed: 1, note: { outcome in told.withLock { $0.append(outcome.id) } })
        let outcomes = try #require(found)
        #expect(outcomes.map(\.id) == trials.map(\.id))
        #expect(outcomes.map(\.result.word) == ["crashed", "passed", "crashed", "passed", "crashed", "passed"])
        #expect(told.withLock { $0.sorted() } == trials.map(\.id).sorted())
    }

    @Test func run_thatIsStopped_endsItsProcesses() throws {
        let asked = Mutex(0)
        let outcomes = CheckRunner.ofTests.run([Self.trial("hangs")], of: Self.place, seed: 1) {
            asked.withLock { count in
                count += 1
                return count > 3
            }
        }
        #expect(outcomes == nil)
        try Self.expectNoChildren()
    }

    /// In a process of its own: others here open files and start programs at the same time.
    @Test func runs_manyThatCrash_leaveNoZombieAndNoDescriptor() async {
        await #expect(processExitsWith: .success) {
            func descriptors() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            }
            // The first one opens what stays open.
            _ = try Self.result(of: Self.trial("aborts"))
            let before = try descriptors()
            let trials = (0..<200).map { Self.trial(["aborts", "leaves", "exits", "garbage"][$0 % 4]) }
            let outcomes = try #require(CheckRunner.ofTests.run(trials, of: Self.place, seed: 1))
            #expect(outcomes.allSatisfy { $0.result.word == "crashed" })
            #expect(try descriptors() <= before)
            try Self.expectNoChildren()
        }
    }

    /// Neither alive nor a zombie, of those that this suite started.
    private static func expectNoChildren() throws {
        let children = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { process in
            // A process that ended meanwhile is no child either.
            let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            let parent = status.firstMatch(of: #/\(check-runner\) . ([0-9]+) /#)?.output.1
            return parent.map(String.init) == "\(getpid())"
        }
        #expect(children.isEmpty)
    }
}
