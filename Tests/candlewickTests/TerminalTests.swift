import Foundation
import Testing

/// What a person at a terminal sees and is asked; `script` gives the program a terminal.
@Suite struct TerminalTests {
    private static let script = Programs.find("script")
    private static let isPossible = script != nil && Programs.hasTerminals

    /// Runs candlewick on a terminal of its own; what the person types comes from `input`.
    private static func onTerminal(
        _ sandbox: Sandbox, _ line: String, input: String = "", environment: [String: String] = [:]
    ) throws -> Sandbox.Outcome {
        try sandbox.write("typed", input)
        return try sandbox.run(
            "/bin/sh", ["-c", "exec script -qefc \"$1\" /dev/null < typed", "sh", "$CANDLEWICK " + line],
            environment: ["TERM": "xterm", "SHELL": "/bin/sh"].merging(environment) { $1 })
    }

    @Test(.enabled(if: isPossible, "needs the program script and /dev/pts"))
    func colours_areShownOnATerminalUnlessUnwanted() throws {
        let sandbox = try Sandbox.withBitcoin()
        let chart = "query --asset BTC --chart"
        #expect(try Self.onTerminal(sandbox, chart).output.contains("\u{1b}["))
        #expect(try !Self.onTerminal(sandbox, chart, environment: ["NO_COLOR": "1"]).output.contains("\u{1b}["))
        #expect(try !Self.onTerminal(sandbox, chart, environment: ["TERM": "dumb"]).output.contains("\u{1b}["))
        #expect(try Self.onTerminal(sandbox, "doctor").output.contains("\u{1b}[32mok"))
    }

    @Test(arguments: [
        ["query"], ["query", "--asset", "BTC", "--chart"], ["doctor"], ["adapters"], ["jobs", "show", "1"],
    ])
    func colours_areNotShownElsewhere(arguments: [String]) throws {
        let sandbox = try Sandbox.withBitcoin()
        let run = try sandbox.run(Programs.candlewick, arguments, environment: ["TERM": "xterm"])
        #expect(run.status == 0)
        #expect(!run.output.contains("\u{1b}") && !run.error.contains("\u{1b}"))
    }

    @Test(
        .enabled(if: isPossible, "needs the program script and /dev/pts"),
        arguments: [("y\n", true), ("YES\n", true), ("n\n", false), ("\n", false), ("maybe\n", false)])
    func question_isAnsweredByThePerson(answer: String, agrees: Bool) throws {
        let sandbox = try Sandbox.withBitcoin()
        let run = try Self.onTerminal(sandbox, "migrate --drop", input: answer)
        #expect(run.status == 0)
        #expect(run.output.contains("Delete sqlite:candlewick.db with 1 series and its ledger? [y/N]"), "\(run.output)")
        #expect(run.output.contains("candlewick.db: left as it is") == !agrees)
        #expect(try sandbox.rows() == (agrees ? "" : Sandbox.bitcoinRows))
    }

    @Test(.enabled(if: isPossible, "needs the program script and /dev/pts"))
    func ingest_asksBeforeItBegins() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("data/XBTUSD_60.csv", Sandbox.bitcoin)
        let no = try Self.onTerminal(sandbox, "ingest data", input: "n\n")
        #expect(no.status == 0)
        #expect(no.output.contains("Read 1 file into sqlite:candlewick.db? [y/N]"))
        #expect(no.output.contains("nothing was read"))
        #expect(try sandbox.rows().isEmpty)
        #expect(try Self.onTerminal(sandbox, "ingest data", input: "y\n").status == 0)
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }
}
