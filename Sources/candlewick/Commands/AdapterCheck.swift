import AdapterHost
import ArgumentParser
import Conformance
import Foundation
import Synchronization

struct AdapterCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look whether an adapter keeps all that it promises, offline.",
        discussion: """
            Each check runs in a process of its own, with a limit of time and memory: an adapter that crashes or hangs \
            fails that check. Nobody is asked over the network; what is decoded are the recorded cases.

            A library's manifest lies beside it. A folder holds the manifest; the library lies there, where a build \
            puts it (.build/debug, .build/release, build, target/release, target/debug), or beside this program.

            Exit status: 0 all passed or were skipped, 1 one failed, crashed or timed out, 2 wrong use.

            Example:
              candlewick adapter check Plugins/KrakenCSV
              candlewick adapter check out/libMine.so --cases Cases --junit report.xml
              candlewick adapter check mine --run worker
              candlewick adapter check mine --only imports --only input-mutated --seed 7
              candlewick adapter check --list
            """)

    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case inProcess = "in-process"
        case worker
    }

    @Argument(help: ArgumentHelp("An adapter's library, or a folder with a manifest.", valueName: "path"))
    var path: String?

    @Option(help: ArgumentHelp("The folder of recorded cases; otherwise Cases beside the manifest.", valueName: "dir"))
    var cases: String?

    @Option(help: "Where random numbers begin; the same number gives the same ones.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Run this check, or this family; may be given several times.", valueName: "id"))
    var only: [String] = []

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "Where the adapter's code runs: in-process (of the check), or worker, as the hub runs it.",
            valueName: "mode"))
    var mode = Mode.inProcess

    @Option(help: ArgumentHelp("Write a JUnit report there, too.", valueName: "file"))
    var junit: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Say which checks there are, and look at nothing.")
    var list = false

    func validate() throws {
        if list { return }
        if path == nil { throw ValidationError("Missing expected argument '<path>'") }
    }

    func run() throws {
        do {
            let checks = try ConformanceCheck.chosen(by: only)
            if list { return try show(checks) }
            var place = try CheckPlace(path ?? "", cases: cases)
            place.runMode = mode == .worker ? .worker : .inProcess
            // Read here once, so that a case that cannot be read is said before anything runs.
            let subject = try place.subject(seed: seed)
            let outcomes = try outcomes(of: checks, place)
            if outcomes.isEmpty, !checks.isEmpty {
                throw Failure("ended before any check was done; nothing is reported")
            }
            let report = CheckReport(subject.entry, seed: seed, outcomes: outcomes)
            try show(report)
            if outcomes.count < checks.count {
                throw Failure("ended after \(outcomes.count) of \(checks.count) checks; the others were not run")
            }
            if !report.isGood { throw Failure("") }
        } catch let wrong as WrongUse {
            throw Failure(wrong.description, status: .wrongUse)
        }
    }

    private func outcomes(of checks: [ConformanceCheck], _ place: CheckPlace) throws -> [CheckOutcome] {
        let stop = StopFlag()
        let done = Counted()
        let interruption = Interruption { stop.set() }
        let progress = ProgressLine { done.reading(of: checks.count) }
        // This program, whatever lies under its name by now.
        let runner = CheckRunner(command: ["/proc/self/exe", "adapter", "check-one"])
        let outcomes = runner.run(checks, of: place, seed: seed, stop: { stop.isSet }, note: { done.add($0) })
        progress.end()
        interruption.end()
        // What was done before the user ended it, in the checks' order.
        return outcomes ?? checks.compactMap { done.outcome(of: $0.id) }
    }

    private func show(_ report: CheckReport) throws {
        if json {
            print(try report.json())
        } else {
            let lines = report.lines { result, word in
                switch result {
                case .passed: Terminal.green(word)
                case .failed, .crashed, .timedOut: Terminal.red(word)
                case .skipped: Terminal.dim(word)
                }
            }
            for line in lines { print(line) }
        }
        // Last: where it cannot be written, what was found is said all the same.
        guard let junit else { return }
        do {
            try report.junit().write(toFile: junit, atomically: true, encoding: .utf8)
        } catch {
            throw Failure("--junit \(junit): it cannot be written: \(error.localizedDescription)")
        }
    }

    private struct Listed: Encodable {
        var id: String
        var family: String
        var sentence: String
    }

    private func show(_ checks: [ConformanceCheck]) throws {
        if json { return try printJSON(checks.map { Listed(id: $0.id, family: $0.family, sentence: $0.sentence) }) }
        var table = Table(("CHECK", .left), ("AN ADAPTER KEEPS", .left))
        for check in checks { table.add(check.id, check.sentence) }
        table.print()
    }

    /// What the runner's threads and the display share.
    private final class Counted: Sendable {
        private let state = Mutex((outcomes: [String: CheckOutcome](), last: ""))

        func add(_ outcome: CheckOutcome) {
            state.withLock { state in
                state.outcomes[outcome.id] = outcome
                state.last = outcome.id
            }
        }

        func outcome(of id: String) -> CheckOutcome? { state.withLock { $0.outcomes[id] } }

        func reading(of total: Int) -> ProgressLine.Reading {
            let (count, last) = state.withLock { ($0.outcomes.count, $0.last) }
            return ProgressLine.Reading(
                done: Int64(count), total: Int64(total), count: count, noun: "checks", detail: last)
        }
    }
}

/// The process of one check, which `adapter check` starts.
struct AdapterCheckOne: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-one", abstract: "One check of adapter check, in this process.", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough)
    var words: [String] = []

    func run() throws { CheckChild.run(words) }
}
