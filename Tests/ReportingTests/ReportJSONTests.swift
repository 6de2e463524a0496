import Foundation
import MarketData
import Reporting
import Testing

/// The document that `--json` prints.
struct ReportJSONTests {
    static func document(_ report: HistoryReport) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(report))
        return try #require(object as? [String: Any])
    }

    /// Every key of every object in a document.
    static func keys(_ value: Any) -> Set<String> {
        if let object = value as? [String: Any] {
            return object.values.reduce(into: Set(object.keys)) { $0.formUnion(keys($1)) }
        }
        return (value as? [Any] ?? []).reduce(into: []) { $0.formUnion(keys($1)) }
    }

    @Test func document_ofAReport_hasItsNumbersUnderSnakeCaseKeys() throws {
        var sample = SampleReport(seed: 5)
        let report = sample.report(told: 30)
        let document = try Self.document(report)
        #expect(Self.keys(document).allSatisfy { $0.wholeMatch(of: /[a-z_]+/) != nil })
        #expect(document["made_at"] as? String == "2026-11-21T19:00:00Z")
        #expect(document["wanted_start"] as? String == "2016-01-01T00:00:00Z")
        #expect(document["untold_gaps"] as? Int == report.untoldGaps)
        #expect((document["gaps"] as? [Any])?.count == report.gaps.count)
        #expect(report.gaps.count { $0.state.isGap } == 30 && report.gaps.contains { $0.state == .suspect })
        #expect((document["stale_assets"] as? [Any])?.count == report.stale.count)
        #expect((document["next"] as? [[String: String]])?.first?["command"] == "candlewick gaps fill --tier TIER1")

        let total = try #require(document["total"] as? [String: Any])
        #expect(total["expected_candles"] as? Int == report.total.expected)
        #expect(total["present_candles"] as? Int == report.total.present)
        #expect(total["percentage"] as? Double == report.total.percentage.map { Double($0.tenths) / 10 })
        #expect((total["missing_candles"] as? [String: Int])?.values.reduce(0, +) == report.total.missing.total)

        let lines = try #require(document["lines"] as? [[String: Any]])
        #expect(lines.count == report.lines.count)
        for (object, line) in zip(lines, report.lines) {
            #expect(object["asset"] as? String == line.line.instrument.base)
            #expect(object["interval_minutes"] as? Int == line.line.kind.interval?.minutes)
            #expect(object["present_candles"] as? Int == line.present)
            let bands = try #require(object["bands"] as? [[String: String]])
            #expect(bands.map { $0["state"] } == line.bands.map(\.state.rawValue))
            #expect(bands.first?["start"] == line.bands.first?.range.start.description)
        }
        let tiers = try #require(document["tiers"] as? [[String: Any]])
        #expect(tiers.map { $0["tier"] as? String } == report.tiers.map(\.tier.rawValue))
        #expect(tiers.map { $0["gaps"] as? Int } == report.tiers.map(\.completeness.gaps))
        let assets = try #require(document["assets"] as? [[String: Any]])
        #expect(assets.map { $0["hours_behind"] as? Int } == report.assets.map(\.hoursBehind))
        let intervals = try #require(document["intervals"] as? [[String: Any]])
        #expect(
            intervals.map { $0["interval_minutes"] as? Int } == report.intervals.map { $0.kind.interval?.minutes })
        let gap = try #require((document["gaps"] as? [[String: Any]])?.first)
        #expect(gap["class"] as? String == report.gaps[0].state.rawValue)
        #expect(gap["candles"] as? Int == report.gaps[0].candles)
    }
}
