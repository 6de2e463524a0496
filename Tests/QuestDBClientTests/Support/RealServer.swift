import Foundation
import QuestDBClient
import Testing

/// The QuestDB that `CANDLEWICK_TEST_QUESTDB=http://host:port` names; tests that need one are skipped without it.
enum RealServer {
    static let address = ProcessInfo.processInfo.environment["CANDLEWICK_TEST_QUESTDB"]
    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: address != nil, "no QuestDB to test with: set CANDLEWICK_TEST_QUESTDB=http://host:port")

    static func connect() throws -> QuestDBServer { try QuestDBServer(QuestDBEndpoint(#require(address))) }

    /// A name that no other run has.
    static func tableName() -> String {
        "candlewick_test_" + UUID().uuidString.replacing("-", with: "").lowercased()
    }
}
