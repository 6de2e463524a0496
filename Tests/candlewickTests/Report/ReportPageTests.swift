import Foundation
import Testing

/// What people see of the report: the page and the terminal, with the numbers that the JSON has.
@Suite struct ReportPageTests {
    @Test func page_everyNumberOfTheSums_isInIt() throws {
        let (sandbox, _) = try ReportCommandTests.sandbox()
        let run = try sandbox.run(
            Programs.candlewick, ["report", "--html", "out/report.html"] + ReportCommandTests.window)
        #expect(run.status == 1 && run.error.contains("out/report.html: the report cannot be written"))
        let report = try ReportCommandTests.report(sandbox, ReportCommandTests.window + ["--html", "report.html"])
        let page = try sandbox.read("report.html")
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
        for sum in report.tiers + report.intervals + [report.total] {
            #expect(page.contains(">\(Self.text(try #require(sum.percentage)))"), "\(sum)")
            #expect(page.contains(Self.grouped(sum.present_candles)), "\(sum)")
        }
        for gap in report.gaps { #expect(page.contains(gap.required_file), "\(gap)") }
    }

    @Test(arguments: [
        (".", "that is a folder; name a file in it, like "), ("no/report.html", "there is no folder "),
    ])
    func page_thatCannotBeThere_isRefusedWithWhatToDo(path: String, message: String) throws {
        let (sandbox, _) = try ReportCommandTests.sandbox()
        let run = try sandbox.candlewick("report", "--html", path)
        #expect(run.status == 1 && run.output == "")
        #expect(run.error.hasPrefix("candlewick: \(path): the report cannot be written: \(message)"), "\(run.error)")
    }

    @Test func page_ofAnything_needsNothingElse() throws {
        let (sandbox, _) = try ReportCommandTests.sandbox()
        let run = try sandbox.run(Programs.candlewick, ["report", "--html", "report.html"] + ReportCommandTests.window)
        #expect(run.status == 0)
        let page = try sandbox.read("report.html")
        for word in ["http:", "https:", "<script", "<link", "<iframe", " src=", "@import", "url(h", "file:"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(try sandbox.everything().allSatisfy { !$0.contains("report.html.") && !$0.hasSuffix(".tmp") })
    }

    @Test func page_thatIsThere_isReplacedWhole() throws {
        let (sandbox, _) = try ReportCommandTests.sandbox()
        try sandbox.write("report.html", String(repeating: "old ", count: 200_000))
        let run = try sandbox.run(Programs.candlewick, ["report", "--html", "report.html"] + ReportCommandTests.window)
        #expect(run.status == 0 && run.error.contains("report.html: written"))
        #expect(try !sandbox.read("report.html").contains("old old"))
    }

    @Test func terminal_tables_haveTheNumbersOfTheJSON() throws {
        let (sandbox, _) = try ReportCommandTests.sandbox()
        let report = try ReportCommandTests.report(sandbox, ReportCommandTests.window)
        let run = try sandbox.run(
            Programs.candlewick, ["report"] + ReportCommandTests.window, environment: ["COLUMNS": "100"])
        #expect(run.status == 0)
        for tier in report.tiers {
            let line = try #require(run.lines.first { $0.hasPrefix("\(tier.tier ?? "") ") })
            let cells = line.split(separator: " ").map(String.init)
            #expect(
                cells.dropFirst() == [
                    "\(tier.lines)", "\(tier.complete_lines)", Self.grouped(tier.expected_candles),
                    Self.grouped(tier.present_candles), Self.grouped(tier.missing_candles.sum),
                    "\(tier.suspect_candles)", "\(tier.gaps)", Self.text(try #require(tier.percentage)),
                ])
        }
        for line in report.lines {
            let share = Self.text(try #require(line.percentage))
            let row = run.lines.contains { row in
                row.hasPrefix("\(line.asset)/\(line.quote) ") && row.contains(line.tier)
                    && row.split(separator: " ").dropFirst(2) == [Substring(share), Substring(share)]
            }
            #expect(row, "\(line.key) \(share)")
        }
        for step in report.next where !step.command.isEmpty { #expect(run.output.contains("  \(step.command)\n")) }
    }

    /// The window is eight days, so a row of 80 blocks has ten a day.
    @Test func terminal_map_showsTheHoleWhereItIs() throws {
        let (sandbox, _) = try ReportCommandTests.sandbox()
        // A name of ten characters and two blanks, eight more behind the blocks.
        let run = try sandbox.run(
            Programs.candlewick, ["report", "--asset", "BTC"] + ReportCommandTests.window,
            environment: ["COLUMNS": "100"])
        let row = try #require(run.lines.first { $0.hasPrefix("BTC/USD 1h  ") && $0.hasSuffix("  62.5 %") })
        let blocks = row.dropFirst("BTC/USD 1h  ".count).dropLast("  62.5 %".count)
        let full = String(repeating: "█", count: 30)
        let hole = String(repeating: "░", count: 10)
        #expect(blocks == full + hole + String(repeating: "█", count: 20) + hole + hole, "\(row)")
        #expect(run.output.contains("2024-01-01") && run.output.contains("░ source limit"))
    }

    private static func text(_ percentage: Double) -> String { percentage == 100 ? "100" : "\(percentage)" }

    private static func grouped(_ number: Int) -> String {
        var text = String(number)
        var place = text.count - 3
        while place > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: place))
            place -= 3
        }
        return text
    }
}
