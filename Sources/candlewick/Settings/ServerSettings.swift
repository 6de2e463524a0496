import Foundation
import QuestDBClient
import Spool
import Storage
import StoragePostgreSQL
import StorageQuestDB

extension Settings {
    /// The keys of `[postgresql]`, `[questdb]` and `[spool]`.
    static let serverKeys = [
        "postgresql": ["schema", "connections", "statement_timeout"],
        "questdb": [
            "protocol", "user", "password_file", "token_file", "ca_file", "candle_partition", "trade_partition",
            "table_prefix",
        ],
        "spool": ["folder", "max_megabytes", "when_away"],
    ]

    /// Reads them; paths are made absolute by the closure.
    mutating func readServers(_ table: TOMLFile, _ absolute: (String) -> String) throws {
        if let schema = try table.string("postgresql", "schema") { postgresql.schema = schema }
        if let number = try table.integer("postgresql", "connections", in: 1...100) { postgresql.connections = number }
        if let seconds = try table.integer("postgresql", "statement_timeout", in: 1...86_400) {
            postgresql.statementTimeout = .seconds(seconds)
        }

        questdb.wire = try table.string("questdb", "protocol") ?? questdb.wire
        guard WireChoice(questdb.wire) != nil else {
            throw table.wrong("questdb", "protocol", "auto, qwp, ilp2 or ilp1")
        }
        questdb.user = try table.string("questdb", "user")
        questdb.passwordFile = try table.string("questdb", "password_file").map(absolute)
        questdb.tokenFile = try table.string("questdb", "token_file").map(absolute)
        questdb.caFile = try table.string("questdb", "ca_file").map(absolute)
        questdb.tablePrefix = try table.string("questdb", "table_prefix") ?? questdb.tablePrefix
        questdb.candlePartition = try Self.unit(table, "candle_partition") ?? questdb.candlePartition
        questdb.tradePartition = try Self.unit(table, "trade_partition") ?? questdb.tradePartition

        spool.folder = try table.string("spool", "folder").map(absolute) ?? spool.folder
        if let megabytes = try table.integer("spool", "max_megabytes", in: 16...10_000_000) {
            spool.limit = Int64(megabytes) << 20
        }
        if let word = try table.string("spool", "when_away") {
            guard let choice = SpoolSettings.WhenAway(rawValue: word) else {
                throw table.wrong("spool", "when_away", "spool, pause or fail")
            }
            spool.whenAway = choice
        }
    }

    private static func unit(_ table: TOMLFile, _ key: String) throws -> PartitionUnit? {
        guard let word = try table.string("questdb", key) else { return nil }
        guard let unit = PartitionUnit(rawValue: word.uppercased()) else {
            throw table.wrong("questdb", key, "HOUR, DAY, WEEK, MONTH or YEAR")
        }
        return unit
    }
}

/// `[questdb]`: how the servers of that sort are asked and written.
struct QuestDBSettings {
    var wire = "auto"
    var user: String?
    var passwordFile: String?
    var tokenFile: String?
    var caFile: String?
    var tablePrefix = ""
    var candlePartition = PartitionUnit.month
    var tradePartition = PartitionUnit.day

    /// The settings of the store at `http[s]://host:port`.
    func store(_ address: String) throws -> QuestDBStoreSettings {
        let asked = try credential()
        do throws(QuestDBError) {
            // Who stands in the address asks; the settings say who asks where nobody does.
            var endpoint = try QuestDBEndpoint(address, caFile: caFile)
            if endpoint.credential == .none {
                endpoint = try QuestDBEndpoint(endpoint.address, credential: asked, caFile: caFile)
            }
            var settings = QuestDBStoreSettings(endpoint)
            settings.wire = WireChoice(wire) ?? .automatic
            settings.tablePrefix = tablePrefix
            settings.candlePartition = candlePartition
            settings.tradePartition = tradePartition
            return settings
        } catch {
            throw Failure("questdb: \(error)", status: .wrongUse)
        }
    }

    /// Who asks: the environment's word, then the files'.
    private func credential() throws -> QuestDBCredential {
        if let token = try Environment["CANDLEWICK_QUESTDB_TOKEN"] ?? tokenFile.map(Self.secret) {
            return .token(token)
        }
        guard let user = Environment["CANDLEWICK_QUESTDB_USER"] ?? user else { return .none }
        let password = try Environment["CANDLEWICK_QUESTDB_PASSWORD"] ?? passwordFile.map(Self.secret)
        guard let password else {
            throw Failure(
                "[questdb] user is \(user) and there is no password; set CANDLEWICK_QUESTDB_PASSWORD or password_file",
                status: .wrongUse)
        }
        return .basic(user: user, password: password)
    }

    /// The first line of a file that nobody else may read.
    private static func secret(_ path: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: path),
            let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        else { throw Failure("\(path): cannot be read; it has to hold the secret that candlewick.toml names it for") }
        guard mode.intValue & 0o077 == 0 else {
            throw Failure("\(path): others may read this secret; run: chmod 600 '\(path)'")
        }
        return String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    }
}

/// `[spool]`: where rows wait while a store's server is away.
struct SpoolChoice {
    var folder = "candlewick-spool"
    var limit: Int64 = 1 << 30
    var whenAway = SpoolSettings.WhenAway.spool

    /// As the spool takes it.
    var settings: SpoolSettings {
        var settings = SpoolSettings(root: folder)
        settings.limit = limit
        settings.whenAway = whenAway
        return settings
    }
}
