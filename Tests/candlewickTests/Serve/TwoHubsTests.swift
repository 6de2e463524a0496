import Foundation
import Glibc
import PrivateCluster
import Testing

/// Two hubs with one ledger, one of which is killed.
@Suite(.serialized, .enabled(if: Programs.find("curl") != nil, "needs the program curl"))
struct TwoHubsTests {
    private struct Runs: Decodable {
        struct Run: Decodable {
            var run: Int
            var state: String
            var due: String
        }
        var runs: [Run]
    }

    private static func check(_ sandbox: Sandbox, _ environment: [String: String], _ market: FakeKraken) throws {
        _ = try sandbox.run(
            Programs.candlewick, ["asset", "add", "BTC", "--tier", "TIER1", "--category", "CRYPTO"],
            environment: environment)
        _ = try sandbox.run(
            Programs.candlewick, ["asset", "add", "ETH", "--tier", "TIER1", "--category", "CRYPTO"],
            environment: environment)
        let slow = environment.merging(market.environment) { $1 }.merging(["CANDLEWICK_KRAKEN_REST_RATE": "1"]) { $1 }
        let (first, second) = (try ServedHub(sandbox, environment: slow), try ServedHub(sandbox, environment: slow))
        func runs(_ hub: ServedHub) throws -> [Runs.Run] {
            let answer = try hub.get("/v1/tasks/runs?task=backfill-tier1")
            return try JSONDecoder().decode(Runs.self, from: Data(answer.body.utf8)).runs
        }
        let path = "/v1/tasks/backfill-tier1/run"
        #expect(try first.send(path, "{}").status == 202)
        try until("the first is at work") { !market.asked().isEmpty }
        let refused = try second.send(path, "{}")
        #expect(refused.status == 409 && refused.body.contains("is under way"), "\(refused.body)")
        #expect(first.stop(SIGKILL) == 128 + SIGKILL)
        #expect(try second.send(path, "{}").status == 202)
        let found = try runs(second)
        #expect(found.count == 2 && found.map(\.state) == ["RUNNING", "LOST"], "\(found)")
        // Told to end, it gives back what it has.
        #expect(second.stop() == 0)
        let third = try ServedHub(sandbox, environment: slow)
        let after = try runs(third)
        #expect(
            after.count == 2 && after.last?.state == "LOST" && ["FAILED", "PARTIAL"].contains(after.first?.state),
            "\(after)")
        #expect(Set(after.map(\.due)).count == 2)
        #expect(third.stop() == 0)
    }

    @Test func tasks_ofTwoHubsOnOneSQLiteFile_areDoneByOne() throws {
        try Self.check(try Sandbox.withStore(), [:], try FakeKraken())
    }

    @Test(PostgreSQLStoreTests.hasServer) func tasks_ofTwoHubsOnPostgreSQL_areDoneByOne() throws {
        let sandbox = try Sandbox()
        let schema = "hubs_" + UUID().uuidString.replacing("-", with: "").lowercased()
        try sandbox.write("candlewick.toml", "[postgresql]\nschema = \"\(schema)\"\nconnections = 4\n")
        let environment = ["CANDLEWICK_STORE": PostgreSQLStoreTests.server]
        #expect(try sandbox.candlewick("migrate", environment: environment).status == 0)
        // It stays behind where it fails; the server is of the tests.
        defer { _ = try? sandbox.candlewick("migrate", "--drop", "--yes", environment: environment) }
        try Self.check(sandbox, environment, try FakeKraken())
    }
}
