import HTTPTypes
import Hummingbird
import MarketData
import Storage
import StorageSQLite
import Testing

@testable import HubServer

/// Pages of a store that has nothing, or that nobody has looked at.
@Suite(.serialized) struct EmptyStoreTests {
    @Test(arguments: [
        "/", "/asset", "/coverage", "/gaps", "/jobs", "/tasks", "/adapters", "/rejects", "/tokens", "/audit",
    ])
    func page_ofAFreshStore_saysWhatToDoNext(path: String) async throws {
        let hub = try await GuardedHub()
        let page = try await hub.ask(.get, path)
        #expect(page.status == 200)
        let place = try #require(page.body.firstRange(of: "<div class=\"empty\">"), "\(path)")
        let said = page.body[place.upperBound...].prefix(700)
        #expect(said.contains("<code>candlewick ") || said.contains("<a href=\""), "\(path): \(said)")
    }

    @Test func pages_ofRowsThatNobodyLookedAt_sayTheSame() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<60)
            _ = try StateTests.note(hub)
            let sentence = "The rows of 1 series are not yet looked at"
            for path in ["/", "/gaps", "/gaps?class=suspect"] {
                #expect(try await WireClient.get(port, path).text.contains(sentence), "\(path)")
            }
            // Of what is not shown nothing is said.
            #expect(!(try await WireClient.get(port, "/gaps?tier=TIER4").text.contains(sentence)))
        }
    }
}
