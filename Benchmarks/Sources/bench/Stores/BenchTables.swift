import Glibc
import QuestDBClient

/// The hub's tables on a QuestDB server that is the benchmark's own while it runs.
struct BenchTables {
    /// The hub's table of candles.
    static let candles = "assetprice"
    private static let all: Set<String> = [candles, "trade", "candlewick_asset", "candlewick_store"]
    /// Says that the others may be dropped.
    private static let claim = "candlewick_bench"

    let endpoint: QuestDBEndpoint
    private let server: QuestDBServer

    /// - Parameter address: `http://host:port`.
    init(_ address: String) throws {
        endpoint = try QuestDBEndpoint(address)
        guard endpoint.credential == .none, !endpoint.isSecure else {
            throw Trouble("\(endpoint): the benchmark's server takes http without a password")
        }
        server = QuestDBServer(endpoint)
    }

    /// What the server calls itself.
    func version() throws -> String { try server.build().version }

    /// Marks the server as the benchmark's. Throws when it has tables of the hub that no benchmark left there.
    func take() throws {
        let found = Set(try server.exec("SELECT table_name FROM tables()").rows.compactMap { $0.first?.string })
        if let other = found.intersection(Self.all).sorted().first, !found.contains(Self.claim) {
            throw Trouble("\(endpoint) has a table \(other), which would be dropped: name a server without any")
        }
        try server.exec(
            "CREATE TABLE IF NOT EXISTS \(name: Self.claim) (time TIMESTAMP) TIMESTAMP(time) PARTITION BY YEAR WAL")
    }

    func drop() throws {
        for name in Self.all.sorted() { try server.exec("DROP TABLE IF EXISTS \(name: name)") }
    }

    /// Leaves the server as it was.
    func release() throws {
        try drop()
        try server.exec("DROP TABLE IF EXISTS \(name: Self.claim)")
    }

    /// Returns when all that the server took of the candles can be read.
    func awaitVisible() throws {
        while true {
            let tables = try server.exec(
                "SELECT writerTxn, sequencerTxn, suspended FROM wal_tables() WHERE name = \(Self.candles)")
            guard let table = tables.rows.first, table.count == 3 else { throw Trouble("\(Self.candles) is not there") }
            if table[2].bool == true { throw Trouble("\(Self.candles) is suspended; see the server's log") }
            if let applied = table[0].int64, let taken = table[1].int64, applied >= taken { return }
            usleep(1_000)
        }
    }

    /// Rows and what sums and extremes say of them: the same for the same candles.
    func contents() throws -> String {
        let found = try server.exec(
            """
            SELECT count(), count_distinct(asset_id), sum(trade_count), min(time), max(time), min(low), max(high)
            FROM \(name: Self.candles)
            """)
        return found.rows.first.map { row in row.map { "\($0)" }.joined(separator: " ") } ?? "nothing"
    }

    func rows() throws -> Int {
        let found = try server.exec("SELECT count() FROM \(name: Self.candles)")
        return Int(found.rows.first?.first?.int64 ?? 0)
    }
}
