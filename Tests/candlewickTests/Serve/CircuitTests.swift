import Foundation
import Glibc
import ReplayServer
import Testing

/// What a hub shows of the circuits of other processes.
@Suite(.serialized, .enabled(if: Programs.find("curl") != nil, "needs the program curl"))
struct CircuitTests {
    private struct Overview: Decodable {
        struct Breaker: Decodable {
            var host: String
            var state: String
            var since: String
            var until: String?
            var last_error: String?
        }
        struct Adapter: Decodable {
            var id: String
            var breaker: Breaker?
        }
        var adapters: [Adapter]
    }

    private static func breaker(_ hub: ServedHub, _ id: String) throws -> Overview.Breaker? {
        let answer = try hub.get("/v1/adapters")
        let overview = try JSONDecoder().decode(Overview.self, from: Data(answer.body.utf8))
        return try #require(overview.adapters.first { $0.id == id }, "\(answer.body)").breaker
    }

    private static func moment(_ text: String) throws -> Date {
        let format = ISO8601DateFormatter()
        format.formatOptions = [.withInternetDateTime]
        // Fractions of a second do not matter here, and are not always there.
        return try #require(format.date(from: text.replacing(/\.[0-9]+/, with: "")), "\(text)")
    }

    @Test func source_thatIsDownForASync_showsInAHub_untilAnotherProcessHasAnAnswer() throws {
        let sandbox = try Sandbox.withStore()
        let market = try FakeKraken()
        try #require(
            try sandbox.candlewick("asset", "add", "BTC", "--tier", "TIER1", "--category", "CRYPTO").status == 0)
        let hub = try ServedHub(sandbox, environment: market.environment)
        #expect(try Self.breaker(hub, "kraken-rest") == nil)
        #expect(try hub.get("/adapters").body.contains("never asked"))
        market.server.inject(.status(500), .always, on: "/0/public/OHLC")
        func sync() throws -> Sandbox.Outcome {
            try sandbox.run(
                Programs.candlewick, ["sync", "--intervals", "1440", "--source", "kraken-rest", "--yes"],
                environment: market.environment)
        }
        let failed = try sync()
        #expect(failed.status != 0, "\(failed)")
        let down = try #require(try Self.breaker(hub, "kraken-rest"), "\(failed)")
        let page = try hub.get("/adapters").body
        let until = try Self.moment(try #require(down.until))
        // On a machine that stands still for half a minute the time of the circuit is over meanwhile.
        #expect(down.state == "open" || down.state == "half-open" && Date() >= until, "\(down)")
        #expect(try until.timeIntervalSince(Self.moment(down.since)) > 28)
        #expect(
            down.last_error?.contains("cannot answer now (status 500)") == true && down.host.hasPrefix("127.0.0.1:"))
        #expect(page.contains("open since \(down.since)") && page.contains("cannot answer now (status 500)"))
        #expect(try Self.breaker(hub, "kraken-csv") == nil)
        market.server.removeFaults()
        let again = try sync()
        #expect(again.status == 0, "\(again)")
        let up = try #require(try Self.breaker(hub, "kraken-rest"))
        #expect(up.state == "closed" && up.until == nil && up.since > down.since)
        #expect(up.last_error == down.last_error)
        #expect(hub.stop() == 0)
    }
}
