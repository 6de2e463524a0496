import Foundation
import Testing

/// `doctor --deep`: rows that went away or came behind the program's back, and ledgers that were changed by hand.
@Suite(.enabled(if: Programs.find("sqlite3") != nil, "needs sqlite3"))
struct DeepDoctorTests {
    private struct Finding: Decodable {
        var subject: String
        var verdict: String
        var message: String
    }

    private static func sandbox() throws -> Sandbox {
        try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(48), "ETHUSD_60.csv": HistoryFiles.hours(24)])
    }

    /// What it says of the rows.
    private static func findings(_ sandbox: Sandbox) throws -> [Finding] {
        let run = try sandbox.candlewick("doctor", "--deep", "--json")
        let all = try run.json([Finding].self)
        #expect((run.status == 1) == all.contains { $0.verdict == "failed" })
        return all.filter { $0.subject == "rows of sqlite:candlewick.db" }
    }

    private static func verified(_ sandbox: Sandbox, _ asset: String) throws -> [String?] {
        try sandbox.candlewick("coverage", "--asset", asset, "--json").json(CoverageDocument.self).assertions
            .map(\.verified_at)
    }

    @Test func rows_thatAgree_areNotedAsVerified() throws {
        let sandbox = try Self.sandbox()
        #expect(try Self.verified(sandbox, "BTC") == [nil])
        let findings = try Self.findings(sandbox)
        #expect(findings.map(\.verdict) == ["ok"])
        #expect(findings.map(\.message) == ["2 ranges counted, 2 series agree"])
        #expect(try Self.verified(sandbox, "BTC").compactMap(\.self).count == 1)
        #expect(
            try sandbox.candlewick("doctor", "--json").json([Finding].self).allSatisfy { !$0.subject.hasPrefix("rows") }
        )
    }

    @Test func rows_thatWereDeleted_areMissedUntilTheFileIsReadAgain() throws {
        let sandbox = try Self.sandbox()
        let deleted = try sandbox.sqlite(
            "DELETE FROM candle WHERE key >> 34 = (SELECT id FROM series WHERE base = 'BTC') "
                + "AND key & 17179869183 IN (\(HistoryFiles.start + 3600), \(HistoryFiles.start + 7200))")
        #expect(deleted == 2)
        let findings = try Self.findings(sandbox)
        #expect(findings.map(\.verdict) == ["failed", "warning"])
        #expect(
            findings.first?.message
                == "BTC/USD 1h (kraken-csv) from 2024-01-01T00:00:00Z to 2024-01-03T00:00:00Z: 46 rows stored, the ledger "
                + "says 48; candlewick ingest --again files/XBTUSD_60.csv reads it anew")
        #expect(findings.last?.message == "2 ranges counted, 1 series agree")
        #expect(try Self.verified(sandbox, "BTC") == [nil])
        #expect(try Self.verified(sandbox, "ETH").compactMap(\.self).count == 1)
        try sandbox.ingest("files/XBTUSD_60.csv", again: true)
        #expect(try Self.findings(sandbox).map(\.message) == ["3 ranges counted, 2 series agree"])
        // Two records assert the same rows: each says at least how many there are.
        _ = try sandbox.sqlite("DELETE FROM candle WHERE key & 17179869183 = \(HistoryFiles.start + 40 * 3600)")
        let shared = try Self.findings(sandbox).filter { $0.verdict == "failed" }
        #expect(
            shared.count == 2
                && shared.allSatisfy { $0.message.contains("47 rows stored, the ledger says at least 48") })
    }

    @Test func rows_thatNoRecordAsserts_areFound() throws {
        let sandbox = try Self.sandbox()
        _ = try sandbox.sqlite(
            "INSERT INTO candle (key, open, high, low, close) SELECT (id << 34) | \(HistoryFiles.start + 1000 * 3600), "
                + "1, 1, 1, 1 FROM series WHERE base = 'ETH'")
        let failed = try Self.findings(sandbox).filter { $0.verdict == "failed" }
        #expect(failed.count == 1)
        #expect(failed.first?.message.contains("ETH/USD 1h (kraken-csv)") == true)
        #expect(
            failed.first?.message.contains("1 row that no source has asserted; candlewick ingest --again FILE") == true)
    }

    @Test(arguments: [
        (
            "DELETE FROM coverage_set WHERE base = 'ETH'",
            "lacks 1 range of its records and has 0 ranges that no record has"
        ),
        ("DELETE FROM coverage WHERE base = 'ETH'", "lacks 0 ranges of its records and has 1 range that no record has"),
    ])
    func ledger_whoseSetsAreNotItsRecords_isFound(statement: String, message: String) throws {
        let sandbox = try Self.sandbox()
        #expect(try sandbox.sqlite(statement) == 1)
        let failed = try Self.findings(sandbox).filter { $0.verdict == "failed" }
        #expect(failed.contains { $0.message.contains("ETH/USD 1h") && $0.message.contains(message) }, "\(failed)")
        #expect(!failed.contains { $0.message.contains("BTC") })
    }

    @Test func candlesMadeByResample_areNothingToFind() throws {
        let sandbox = try Self.sandbox()
        let made = try sandbox.candlewick("resample", "--from", "60", "--to", "240", "--asset", "BTC")
        #expect(made.status == 0)
        #expect(try Self.findings(sandbox).map(\.verdict) == ["ok"])
    }

    @Test func rows_ofASource_areAskedForAnewAsTheFindingSays() throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        let load = [
            "load", "--ticker", "EUR", "--category", "CURRENCY", "--source", "ecb-rates", "--start", "2024-03-01",
            "--end",
            "2024-03-09",
        ]
        #expect(try sandbox.run(Programs.candlewick, load, environment: bank.environment).status == 0)
        #expect(try Self.findings(sandbox).map(\.verdict) == ["ok"])
        #expect(try sandbox.sqlite("DELETE FROM candle WHERE key & 17179869183 = 1709769600") == 1)
        let finding = try #require(try Self.findings(sandbox).first)
        #expect(finding.verdict == "failed" && finding.message.contains("5 rows stored, the ledger says 6"))
        let advice = try #require(finding.message.firstMatch(of: /; candlewick (load .*) asks for it anew/)).1
        let again = try sandbox.run(
            Programs.candlewick, advice.split(separator: " ").map(String.init), environment: bank.environment)
        #expect(again.status == 0, "\(again.error)")
        #expect(try Self.findings(sandbox).map(\.verdict) == ["ok"])
    }

    @Test func rows_ofAGroup_areAssertedByIt() throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        let run = try sandbox.run(
            Programs.candlewick,
            [
                "backfill", "--source", "ecb-rates", "--grouped", "--category", "CURRENCY", "--start", "2024-03-01",
                "--end", "2024-03-09",
            ], environment: bank.environment)
        #expect(run.status == 0, "\(run.error)")
        #expect(try Self.findings(sandbox).map(\.verdict) == ["ok"])
        let listed = try sandbox.candlewick("coverage", "--json").json([CoverageDocument.History].self)
        #expect(listed.map(\.asset) == ["all CURRENCY"] && listed.map(\.provenance) == ["API"])
        // A week without its weekend.
        #expect(listed.map(\.start) == ["2024-03-01T00:00:00Z"] && listed.map(\.end) == ["2024-03-09T00:00:00Z"])
        #expect(listed.map(\.covered_candles) == [6] && listed.map(\.interval_minutes) == [1440])
    }
}
