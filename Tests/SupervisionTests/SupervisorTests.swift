import Foundation
import Glibc
import MarketData
import Storage
import StorageSQLite
import Supervision
import Synchronization
import Testing

/// A supervisor whose commands are lines of the shell.
@Suite(.serialized)
struct SupervisorTests {
    /// What was told.
    final class Heard: Sendable {
        private let all = Mutex<[String]>([])
        func add(_ text: String) { all.withLock { $0.append(text) } }
        var lines: [String] { all.withLock(\.self) }
    }

    static func ledger() throws -> SQLiteLedger {
        let folder = FileManager.default.temporaryDirectory.appending(path: "supervision-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: "\(folder)/ledger.db", mode: .create)
        try database.migrate()
        return SQLiteLedger(database)
    }

    static func supervisor(
        _ ledger: SQLiteLedger? = nil, heard: Heard = Heard(), ended: Heard = Heard(),
        _ change: (inout SupervisorSettings) -> Void = { _ in }
    ) throws -> Supervisor {
        var settings = SupervisorSettings()
        settings.executable = "/bin/sh"
        settings.environment = ["PATH": "/usr/bin:/bin", "SECRET": "s3cret"]
        change(&settings)
        var listeners = Supervisor.Listeners()
        listeners.line = { run, line in heard.add("\(run.number) \(line)") }
        listeners.counts = { run, line in heard.add("\(run.number) counts \(line)") }
        listeners.end = { run in ended.add("\(run.number)") }
        return Supervisor(
            settings, ledger: try ledger ?? Self.ledger(), listeners: listeners, now: { Timestamp(nanoseconds: 5) })
    }

    static func shell(_ line: String, _ words: String...) -> Errand { Errand("a line", ["-c", line, "sh"] + words) }

    @Test func run_ofACommand_tellsWhatItSaysAndHowItEnds() async throws {
        let heard = Heard()
        let supervisor = try Self.supervisor(heard: heard) { $0.options = ["--store=x"] }
        let line =
            "echo out $*; echo one >&2; printf 'two\\rthree' >&2; echo '{\"a\":1}' >&$CANDLEWICK_TELEMETRY_FD; exit 3"
        let number = try supervisor.start(Self.shell(line, "word"))
        let run = try #require(await supervisor.outcome(of: number))
        #expect(run.end?.way == .exited(3))
        #expect(run.end?.output == "out word --store=x\n")
        #expect(run.end?.lastLines == ["one", "two", "three"])
        #expect(run.end?.sentence == "done in part: three")
        #expect(Set(heard.lines) == ["1 one", "1 two", "1 three", "1 counts {\"a\":1}"])
        #expect(run.state == "ENDED" && run.startedAt != nil && run.endedAt != nil && run.job == nil)
    }

    @Test func child_ofAHub_hasOnlyItsOwnDescriptorsItsOwnGroupAndNoIgnoredSignals() async throws {
        // The hub ignores something, and holds files open that others could inherit.
        let before = signal(SIGUSR2, SIG_IGN)
        defer { signal(SIGUSR2, before) }
        let leak = unsafe open("/dev/null", O_RDONLY)
        defer { close(leak) }
        let supervisor = try Self.supervisor()
        let line =
            "ls /proc/self/fd | tr '\\n' ' '; grep SigIgn /proc/self/status; cut -d' ' -f5 /proc/self/stat; echo $$; cat"
        let run = try #require(await supervisor.outcome(of: try supervisor.start(Self.shell(line))))
        let words = run.end?.output.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
        // The sixth is that of ls, which reads the folder.
        #expect(words.prefix(6) == ["0", "1", "2", "3", "4", "5"])
        let ignored = try #require(words.dropFirst(7).first.flatMap { UInt64($0, radix: 16) })
        #expect(ignored & 0x7FFF_FFFF == 0, "above are signals of the C library's own")
        #expect(words.suffix(2).first == words.last)
        #expect(run.end?.way == .exited(0), "cat ended: there was nothing to read")
    }

    @Test func run_thatEndsAfterManyYoungerOnes_isToldAndRemembered() async throws {
        let ended = Heard()
        let supervisor = try Self.supervisor(ended: ended) { $0.remembered = 2 }
        let long = try supervisor.start(Self.shell("exec sleep 60"))
        for _ in 0..<3 {
            let number = try supervisor.start(Self.shell(""))
            #expect(await supervisor.outcome(of: number)?.end?.way == .exited(0))
        }
        async let outcome = supervisor.outcome(of: long)
        supervisor.interrupt(long)
        #expect(await outcome?.end?.way == .signaled(SIGTERM))
        #expect(ended.lines == ["2", "3", "4", "1"])
        // Those that ended last.
        #expect(supervisor.runs.map(\.number) == [4, 1])
    }

    @Test func output_ofRunsThatEndedLongAgo_isLetGo() async throws {
        let supervisor = try Self.supervisor()
        for _ in 0..<20 {
            let number = try supervisor.start(Self.shell("echo x; echo y >&2"))
            #expect(await supervisor.outcome(of: number)?.end?.output == "x\n")
        }
        let ends = supervisor.runs.compactMap(\.end)
        #expect(ends.map(\.output) == Array(repeating: "x\n", count: 16) + Array(repeating: "", count: 4))
        #expect(ends.map(\.isCut) == Array(repeating: false, count: 16) + Array(repeating: true, count: 4))
        #expect(ends.allSatisfy { $0.lastLines == ["y"] })
    }

    @Test func output_withoutEnd_isCut() async throws {
        let heard = Heard()
        let supervisor = try Self.supervisor(heard: heard)
        let line =
            "head -c 3000000 /dev/zero | tr '\\0' x; head -c 9000 /dev/zero | tr '\\0' y >&2; echo >&2; seq 6000 >&2"
        let run = try #require(await supervisor.outcome(of: try supervisor.start(Self.shell(line))))
        #expect(run.end?.output.utf8.count == 1 << 20)
        #expect(run.end?.isCut == true)
        #expect(heard.lines.first?.utf8.count == "1 ".utf8.count + 4096 + "…".utf8.count)
        #expect(heard.lines.count == 5001 && heard.lines.last == "1 more is not passed on")
        #expect(run.end?.lastLines.last == "6000")
    }

    @Test func program_thatIsNotThere_isSaid() async throws {
        let supervisor = try Self.supervisor { $0.executable = "/nowhere/candlewick" }
        let run = try #require(await supervisor.outcome(of: try supervisor.start(Self.shell("true"))))
        #expect(run.end?.way == .neverStarted)
        #expect(run.end?.lastLines.first?.contains("/nowhere/candlewick: No such file") == true)
    }

    @Test func runs_beyondThePlaces_waitInTheirOrderAndTasksDoNot() async throws {
        let supervisor = try Self.supervisor { ($0.jobs, $0.waiting) = (1, 2) }
        let first = try supervisor.start(Self.shell("exec sleep 1000"))
        let second = try supervisor.start(Self.shell("echo second"))
        let third = try supervisor.start(Self.shell("echo third"))
        let error = #expect(throws: SupervisionError.self) { try supervisor.start(Self.shell("true")) }
        #expect(error?.code == .full)
        let task = try supervisor.start(Errand("a task", ["-c", "echo task"], lane: .task))
        #expect(await supervisor.outcome(of: task)?.end?.output == "task\n")
        #expect([first, second, third].map { supervisor.run($0)?.state } == ["RUNNING", "WAITING", "WAITING"])
        // What has no place begins no job, and nobody waits for that.
        let begin = ContinuousClock.now
        #expect(await supervisor.job(of: second, within: .seconds(60)) == nil)
        #expect(ContinuousClock.now - begin < .seconds(30))
        #expect(supervisor.interrupt(third))
        #expect(supervisor.run(third)?.end?.way == .neverStarted)
        #expect(supervisor.interrupt(first))
        #expect(await supervisor.outcome(of: first)?.end?.way == .signaled(SIGTERM))
        #expect(await supervisor.outcome(of: second)?.end?.output == "second\n")
        #expect(!supervisor.interrupt(second))
        #expect(await supervisor.outcome(of: 99) == nil)
    }

    @Test func end_ofTheHub_isHeardByAllAndForcedOnWhoIsDeaf() async throws {
        let heard = Heard()
        let supervisor = try Self.supervisor(heard: heard) { ($0.jobs, $0.patience) = (2, .milliseconds(300)) }
        let polite = try supervisor.start(
            Self.shell("trap 'echo bye; exit 3' TERM; echo up >&2; while :; do sleep 0.01; done"))
        let deaf = try supervisor.start(Self.shell("trap '' TERM; echo up >&2; while :; do sleep 0.01; done"))
        let waiting = try supervisor.start(Self.shell("echo never"))
        while heard.lines.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        await supervisor.end()
        #expect(supervisor.run(polite)?.end?.way == .exited(3))
        #expect(supervisor.run(deaf)?.end?.way == .signaled(SIGKILL))
        #expect(supervisor.run(waiting)?.end?.way == .neverStarted)
        let error = #expect(throws: SupervisionError.self) { try supervisor.start(Self.shell("true")) }
        #expect(error?.code == .stopping)
    }

    @Test func run_thatIsAskedToEndAgainAndAgain_hearsItOnce() async throws {
        let heard = Heard()
        let supervisor = try Self.supervisor(heard: heard)
        // The second signal would be heard while it still tidies up.
        let number = try supervisor.start(
            Self.shell(
                "trap 'n=$((n+1))' TERM; echo up >&2; until [ -n \"$n\" ]; do sleep 0.01; done; sleep 0.5; exit $n"
            ))
        while heard.lines.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        let waiter = Task { await supervisor.outcome(of: number) }
        #expect(supervisor.interrupt(number))
        #expect(supervisor.interrupt(number))
        waiter.cancel()
        await supervisor.end()
        #expect(supervisor.run(number)?.end?.way == .exited(1))
    }

    @Test func waiter_thatIsCancelled_endsTheRun() async throws {
        let supervisor = try Self.supervisor()
        let number = try supervisor.start(Self.shell("exec sleep 1000"))
        let waiter = Task { await supervisor.outcome(of: number) }
        waiter.cancel()
        #expect(await waiter.value?.end?.way == .signaled(SIGTERM))
    }

    @Test func job_ofAProcess_isFoundInTheLedgerAndPausedWhenItCrashes() async throws {
        let ledger = try Self.ledger()
        let supervisor = try Self.supervisor(ledger)
        let number = try supervisor.start(Self.shell("exec sleep 1000"))
        let process = try #require(supervisor.run(number)?.process)
        let moment = Timestamp(nanoseconds: 1)
        let store = StoreIdentity.random()
        let job = try ledger.startJob(
            JobStart(
                command: "ingest", subject: "x", items: 1, startedAt: moment, store: store, storeLocation: "",
                process: process))
        #expect(await supervisor.job(of: number, within: .seconds(300)) == job)
        let pid = try #require(Int32(process.split(separator: "/")[2]))
        kill(pid, SIGKILL)
        let run = try #require(await supervisor.outcome(of: number))
        #expect(run.job == job && run.end?.sentence == "its process was ended by signal 9")
        let record = try #require(try ledger.job(job))
        #expect(record.state == .paused)
        #expect(record.message == "its process was ended by signal 9; run the same command again to go on")
    }
}
