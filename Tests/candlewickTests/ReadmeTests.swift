import Foundation
import Testing

/// Every example of the README is run, in order and in one folder, and prints what the README says.
///
/// A block of ```console holds lines that begin with `$ `, what they print, and `[n]` for an exit status that is
/// not 0. `…` in what is printed stands for anything.
@Suite struct ReadmeTests {
    struct Example {
        var command: String
        var output: [String] = []
        var status: Int32 = 0
    }

    @Test func readme_everyExample_printsWhatItSays() throws {
        let examples = try Self.examples()
        #expect(examples.count >= 10)
        let sandbox = try Sandbox()
        for example in examples {
            let run = try sandbox.shell("PATH=\"$2:$PATH\"; eval \"$1\" 2>&1", example.command, Programs.folder)
            #expect(run.status == example.status, "\(example.command)")
            let printed = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                .dropLast()
            #expect(printed.count == example.output.count, "\(example.command) printed:\n\(run.output)")
            for (line, expected) in zip(printed, example.output) {
                #expect(Self.matches(line, expected), "\(example.command) printed '\(line)', expected '\(expected)'")
            }
        }
    }

    @Test func readme_everyLinkIntoTheProject_leadsSomewhere() throws {
        let text = try Self.text()
        let links = text.matches(of: /\]\(([^)#]+)\)/).map { String($0.1) }.filter { !$0.hasPrefix("http") }
        #expect(!links.isEmpty)
        for link in links {
            #expect(FileManager.default.fileExists(atPath: "\(Programs.package)/\(link)"), "\(link)")
        }
    }

    @Test func readme_everyCommandInIt_isOneThatHelpShows() throws {
        let sandbox = try Sandbox()
        let help = try sandbox.candlewick("--help").output
        let commands = Set(try Self.text().matches(of: /[`\n]\$? ?candlewick ([a-z]+)/).map { String($0.1) })
        #expect(commands.isSuperset(of: ["init", "ingest", "query", "doctor", "jobs", "migrate"]))
        for command in commands { #expect(help.contains("\n  \(command)"), "\(command)") }
    }

    @Test func matches_ellipsis_standsForAnything() {
        #expect(Self.matches("abc", "abc") && !Self.matches("abc", "abd"))
        #expect(Self.matches("a/b/c.db: ready", "a…: ready") && !Self.matches("a/b: not", "a…: ready"))
    }

    private static func text() throws -> String {
        try String(contentsOfFile: "\(Programs.package)/README.md", encoding: .utf8)
    }

    private static func examples() throws -> [Example] {
        var examples: [Example] = []
        var isInside = false
        for line in try text().split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```console" {
                isInside = true
            } else if line == "```" {
                isInside = false
            } else if isInside, line.hasPrefix("$ ") {
                examples.append(Example(command: String(line.dropFirst(2))))
            } else if isInside, let status = line.wholeMatch(of: /\[(\d+)\]/) {
                examples[examples.count - 1].status = try #require(Int32(status.1))
            } else if isInside {
                examples[examples.count - 1].output.append(String(line))
            }
        }
        return examples
    }

    private static func matches(_ line: String, _ expected: String) -> Bool {
        let parts = expected.components(separatedBy: "…")
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return line == expected }
        return line.hasPrefix(first) && line.hasSuffix(last) && line.count >= first.count + last.count
    }
}
