import Foundation
import MarketData
import Reporting
import Testing

/// The page as a parser reads it that knows nothing of how it was made.
@Suite(.enabled(if: PageReading.hasPython, PageReading.absence)) struct PageTests {
    static let sample: HistoryReport = {
        var sample = SampleReport(seed: 5)
        return sample.report(told: 300)
    }()

    static func grouped(_ number: Int) -> String { number.formatted(.number.locale(Locale(identifier: "en_US"))) }

    @Test(arguments: [0, 1, 5] as [UInt64]) func page_ofASample_isWellFormedAndNeedsNothingElse(seed: UInt64) throws {
        var sample = SampleReport(seed: seed)
        let report = sample.report(told: Int(seed) * 100)
        let page = try PageReading.read(report)
        #expect(page.wrong == [])
        #expect(page.urls.allSatisfy { $0.hasPrefix("#") })
        #expect(page.tags["script"] == nil && page.tags["link"] == nil && page.tags["img"] == nil)
        #expect(page.tables.allSatisfy { $0.caption != nil && $0.scopes > 0 })
        let text = String(decoding: report.html(), as: UTF8.self)
        #expect(!text.contains("http:") && !text.contains("https:") && !text.contains("@import"))
        #expect(text.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""))
        // Every reference of the stylesheet is to a hatch of this page.
        for reference in text.matches(of: /url\(([^)]*)\)/) {
            #expect(reference.output.1.wholeMatch(of: /#p-[a-z]/) != nil)
            #expect(text.contains("<pattern id=\"\(reference.output.1.dropFirst())\""))
        }
    }

    @Test func pictures_ofASample_areOneALineAndSayWhatTheyShow() throws {
        let page = try PageReading.read(Self.sample)
        #expect(page.lines.count == Self.sample.lines.count)
        for (picture, line) in zip(page.lines, Self.sample.lines) {
            let title = try #require(picture.title)
            #expect(title.hasPrefix("\(line.line): \(line.percentage.map { "\($0) %" } ?? "–")"))
            for state in HistoryState.gapClasses where line.missing[state] > 0 {
                #expect(title.contains("\(Self.grouped(line.missing[state])) \(state.name)"))
            }
            #expect(title.contains("nothing missing") == line.isComplete)
            // One path a class; a class may be hidden only by a worse one in the very same place.
            let classes = picture.paths.map { $0[0] }
            #expect(Set(classes).count == classes.count)
            let loud = line.bands.contains { $0.state.isGap || $0.state == .suspect }
            #expect(loud == classes.contains { $0 != "b-c" && $0 != "b-n" })
        }
        // Complete assets are folded, the others open, and the page says so.
        #expect(page.details == Self.sample.assets.map { !$0.completeness.isComplete })
        #expect(page.text.contains("Folded: 3 complete assets with 18 series."))
    }

    @Test func tables_ofASample_holdTheModelsNumbers() throws {
        let report = Self.sample
        let page = try PageReading.read(report)
        func row(_ name: String, _ sum: Completeness) -> [String] {
            let missing = HistoryState.gapClasses.map { sum.missing[$0] }
            let candles = [sum.expected, sum.present] + missing + [sum.suspect]
            return [name, sum.percentage?.description ?? "–", Self.grouped(sum.lines), Self.grouped(sum.completeLines)]
                + candles.map { sum.expected > 0 ? Self.grouped($0) : "–" }
        }
        let tiers = try page.table("Completeness by tier")
        #expect(
            tiers.rows.dropFirst().map(\.self) == report.tiers.map { row($0.tier.rawValue, $0.completeness) }
                + [row("All", report.total)])
        let intervals = try page.table("Completeness by interval")
        #expect(
            intervals.rows.dropFirst().map(\.self)
                == report.intervals.map { row($0.kind.interval?.description ?? "trades", $0.completeness) }
                + [row("All", report.total)])

        let matrix = try page.table("Per cent")
        var expected: [[String]] = []
        var tier: Tier?
        for asset in report.assets {
            if asset.tier != tier { expected.append([asset.tier.rawValue]) }
            tier = asset.tier
            let cells = report.intervals.map { interval in
                let line = report.lines.first { $0.line == HistoryLine(asset.instrument, interval.kind) }
                return line.map { $0.percentage?.description ?? "–" } ?? ""
            }
            let sum = asset.completeness
            let missing = sum.expected > 0 ? Self.grouped(sum.missing.total) : "–"
            expected.append(
                ["\(asset.instrument)"] + cells + [missing, asset.completeness.percentage?.description ?? "–"])
        }
        #expect(matrix.rows.dropFirst().map(\.self) == expected)

        let stale = try page.table("Assets with nothing newer")
        #expect(stale.rows.dropFirst().map { $0[0] } == report.stale.map(\.instrument.description))
    }

    @Test func gaps_ofASample_areListedAndTheOthersCounted() throws {
        let report = Self.sample
        let page = try PageReading.read(report)
        for state in HistoryState.gapClasses + [.suspect] {
            let name = state.name.prefix(1).uppercased() + state.name.dropFirst()
            let own = report.gaps.filter { $0.state == state }
            let table = try page.table("Gaps: \(name)")
            #expect(table.rows.dropFirst().map { $0[0] } == own.map(\.line.description))
            for (row, gap) in zip(table.rows.dropFirst(), own) {
                #expect(row[1] == (gap.line.kind == .trades ? "–" : Self.grouped(gap.candles)))
                #expect(row[4].hasPrefix(gap.reason) && row[4].hasSuffix(gap.remedy))
                #expect(row[5] == gap.requiredFile)
            }
        }
        #expect(report.untoldGaps > 0)
        #expect(page.text.contains("The other \(Self.grouped(report.untoldGaps)) are not in this page"))
    }

    @Test func names_fromOutside_stayText() throws {
        let names = [
            "<script>alert(1)</script>", "\"'><svg onload=alert(1)>", "A&amp;B", "]]>", "\u{202E}DSU", "نفط\u{200B}",
            "</style><b>", "<!--", "{{x}}", "\u{0}",
        ]
        var sample = SampleReport(seed: 9)
        var lines: [ReportLine] = []
        var gaps: [ReportGap] = []
        for name in names {
            var (line, found) = sample.line(
                name, name, .candles(Interval(minutes: 60)!), .tier1, bands: sample.bands(2, among: [.sourceLimit]))
            line.sources = [name]
            found[0].reason = name
            found[0].requiredFile = name
            found[0].remedy = name
            lines.append(line)
            gaps += found
        }
        var scope = sample.scope
        scope.store = names.joined()
        scope.hubVersion = names[0]
        // The steps that follow from the gaps name the files too.
        let report = HistoryReport(scope, lines: lines, gaps: gaps)
        #expect(report.next.contains { $0.command.hasPrefix("candlewick ingest '<script>") })
        let (page, plain) = (try PageReading.read(report), try PageReading.read(Self.sample))
        #expect(page.wrong == [])
        // Not one kind of element that a page of harmless names has not.
        #expect(Set(page.tags.keys).subtracting(plain.tags.keys) == [])
        #expect(page.tags["style"] == 1)
        #expect(page.lines.count == names.count)
        #expect(page.text.contains(names[0]) && page.text.contains("[U+202E]DSU") && page.text.contains("نفط[U+200B]"))
        #expect(!page.text.unicodeScalars.contains { ["\u{202E}", "\u{200B}", "\u{0}"].contains($0) })
    }

    @Test func page_ofTradesAlone_countsNoCandles() throws {
        var sample = SampleReport(seed: 4)
        let (line, gaps) = sample.line("BTC", "USD", .trades, .tier1, bands: sample.bands(3, among: [.sourceLimit]))
        let page = try PageReading.read(HistoryReport(sample.scope, lines: [line], gaps: gaps, told: 1))
        #expect(page.wrong == [] && gaps.count > 1)
        #expect(!page.text.contains(" 0 candles") && !page.text.contains("0 of 0") && !page.text.contains("hold 0"))
        #expect(page.text.contains("1 gap listed here.") && page.text.contains("of open time"))
    }

    @Test func head_ofAPage_tellsSuspectCandlesApart() throws {
        let sum = Self.sample.total
        #expect(sum.suspect > 0)
        let text = "\(Self.grouped(sum.expected)) candles, \(Self.grouped(sum.suspect)) of them suspect"
        #expect(try PageReading.read(Self.sample).text.contains(text))
    }

    @Test func page_ofNothing_saysSo() throws {
        let report = HistoryReport(SampleReport(seed: 0).scope, lines: [], gaps: [])
        let page = try PageReading.read(report)
        #expect(page.wrong == [])
        #expect(page.lines.isEmpty && page.text.contains("There are none."))
    }

    @Test func page_ofManySeries_staysSmallAndSaysWhatIsFolded() throws {
        var sample = SampleReport(seed: 2)
        let lines = (0..<400).map { index in
            let bands = sample.bands(10, among: HistoryState.allCases.filter { $0 != .covered })
            return sample.line(
                "A\(index / 4)", "USD", .candles(Interval(minutes: index % 4 + 1)!), .tier4, bands: bands
            ).0
        }
        let report = HistoryReport(sample.scope, lines: lines, gaps: [])
        // 25 MB for ten thousand.
        #expect(report.html().count <= 400 * 2500)
        let page = try PageReading.read(report)
        #expect(page.lines.count == 400)
        #expect(page.details.count { $0 } == 60)
        #expect(page.text.contains("Folded too, to keep the page short: 40 incomplete assets with 160 series."))
    }
}
