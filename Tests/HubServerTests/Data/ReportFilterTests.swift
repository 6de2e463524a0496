import Foundation
import MarketData
import Storage
import StorageSQLite
import Testing

@testable import HubServer

@Suite(.serialized) struct ReportFilterTests {
    private static func serve(_ body: @escaping (Int) async throws -> Void) async throws {
        try await DataHub.serve { hub, port in
            _ = try StateTests.note(hub)
            _ = try hub.ledger.addAssets([Asset(ticker: "ETH", category: .crypto, tier: .tier2, quoteCurrency: "EUR")])
            try await body(port)
        }
    }

    @Test(arguments: [
        ("", ["BTC", "ETH"]), ("?tier=TIER1", ["BTC"]), ("?tier=TIER1,TIER2", ["BTC", "ETH"]), ("?tier=TIER3", []),
        ("?asset=ETH", ["ETH"]), ("?asset=ETH,BTC", ["BTC", "ETH"]), ("?category=CRYPTO&asset=BTC", ["BTC"]),
        ("?category=STOCK", []), ("?interval=1&asset=BTC", ["BTC"]),
    ])
    func report_withAFilter_isOfThatAlone(query: String, assets: [String]) async throws {
        try await Self.serve { port in
            let report = try await WireClient.get(port, "/v1/report\(query)").json()
            let found = try #require(report["assets"] as? [[String: Any]]).compactMap { $0["asset"] as? String }
            #expect(found.sorted() == assets)
        }
    }

    @Test func report_ofSomeTime_isWantedOfThatTime() async throws {
        try await Self.serve { port in
            let report = try await WireClient.get(
                port, "/v1/report?asset=BTC&interval=1&start=2024-01-01&end=2024-01-01T02:00:00Z&gaps=0"
            ).json()
            #expect(report["wanted_start"] as? String == "2024-01-01T00:00:00Z")
            #expect(report["wanted_end"] as? String == "2024-01-01T02:00:00Z")
            let asset = try #require((report["assets"] as? [[String: Any]])?.first)
            #expect(asset["expected_candles"] as? Int == 120 && asset["present_candles"] as? Int == 60)
            #expect((report["gaps"] as? [Any])?.isEmpty == true && report["untold_gaps"] as? Int == 1)
        }
    }

    @Test(arguments: [
        ("tier=TIER9", 400, "tier"), ("tier=TIER1,", 400, "tier"), ("tier=", 400, "tier"),
        ("interval=0", 400, "interval"), ("interval=60,x", 400, "interval"), ("interval=+60", 400, "interval"),
        ("category=crypto", 400, "category"), ("asset=XYZ", 404, "asset"), ("asset=BTC,XYZ", 404, "asset"),
        ("asset=,", 400, "asset"), ("source=nowhere", 400, "source"), ("start=2999-01-01", 400, "start"),
        ("start=2024-01-02&end=2024-01-01", 400, "end"), ("gaps=-1", 400, "gaps"),
        ("gaps=10001", 400, "gaps"), ("tiers=TIER1", 400, "tiers"), ("quote=USD", 400, "quote"),
    ])
    func report_withAFilterThatCannotBe_namesIt(query: String, status: Int, parameter: String) async throws {
        try await Self.serve { port in
            let reply = try await WireClient.get(port, "/v1/report?\(query)")
            #expect(reply.status == status, "\(reply.text)")
            #expect(try reply.json()["parameter"] as? String == parameter, "\(reply.text)")
        }
    }
}
