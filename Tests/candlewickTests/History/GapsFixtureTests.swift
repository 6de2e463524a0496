import Foundation
import Testing

/// `gaps` over real files.
@Suite(.enabled(if: HistoryFiles.hasFixtures, HistoryFiles.absence))
struct GapsFixtureTests {
    private static func suspects(of file: String) throws -> [GapsDocument.Gap] {
        let sandbox = try Sandbox.withKraken()
        try sandbox.ingest("\(HistoryFiles.fixtures)/\(file)")
        return try sandbox.gaps("--class", "suspect").gaps
    }

    @Test func outage_ofAllPairs_isSuspect() throws {
        let suspects = try Self.suspects(of: "XBTEUR_240.csv")
        let outage = try #require(suspects.first { $0.start == "2024-04-14T04:00:00Z" })
        #expect(outage.end == "2024-04-14T08:00:00Z" && outage.missing_candles == 1 && outage.asset == "BTC")
        #expect(outage.reason.hasPrefix("kraken-csv: neighbours have 2658 trades an interval"))
    }

    @Test func pair_thatHardlyTrades_hasNoSuspects() throws {
        #expect(try Self.suspects(of: "HONEYUSD_5.csv").isEmpty)
    }
}
