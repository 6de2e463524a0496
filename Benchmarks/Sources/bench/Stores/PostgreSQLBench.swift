import Foundation

/// Files into a PostgreSQL server, beside `psql` that copies the same rows in binary form into the same table.
struct PostgreSQLBench {
    private static let database = "candlewick_bench"

    private let place: Workplace
    private let markets: SampleMarkets
    private let psql: String
    private let hub: HubRuns

    /// - Parameter server: `user@host:port`; what else libpq needs is in the environment.
    init(_ place: Workplace, _ markets: SampleMarkets, at server: String, psql: String) {
        (self.place, self.markets, self.psql) = (place, markets, psql)
        hub = HubRuns(place, store: ["--store", "postgresql://\(server)/\(Self.database)"])
    }

    func run() throws -> [Figure] {
        let copyName = "psql \\copy of the same rows, binary"
        var first = Figure(
            ours: rate("files into PostgreSQL, \(grouped(markets.rows)) rows"), peers: [rate(copyName)],
            targets: [.share(0.9)])
        var again = Figure(ours: rate("the same rows again, into PostgreSQL"), targets: [.atLeast(0.4)])
        var memory = Figure(
            ours: Rounds(name: "peak memory into PostgreSQL", unit: "MiB"),
            peers: [Rounds(name: copyName, unit: "MiB")], targets: [.atMost(HubRuns.memoryLimit)])
        var growth = 0
        func million(_ child: Child) -> Double { Double(markets.rows) / child.seconds / 1e6 }
        return try place.measured {
            for round in 1...place.options.rounds {
                FileHandle.standardError.write(Data("PostgreSQL, round \(round) of \(place.options.rounds)\n".utf8))
                let table = try freshTable()
                let new = try hub.ingest(markets, .inserted)
                let size = try self.size(of: table)
                try checkpoint()
                let old = try hub.ingest(markets, again: true, .unchanged)
                growth = max(growth, try self.size(of: table) - size)
                let contents = try self.contents(of: table)
                try sql("\\copy (SELECT * FROM \(table) ORDER BY key) TO '\(place.path("candle.bin"))' (FORMAT binary)")

                let empty = try freshTable()
                let copied = try sql("\\copy \(empty) FROM '\(place.path("candle.bin"))' (FORMAT binary)")
                guard try self.contents(of: empty) == contents else { throw Trouble("the two tables differ") }
                first.ours.values.append(million(new))
                first.peers[0].values.append(million(copied))
                again.ours.values.append(million(old))
                memory.ours.values.append(max(new.peakMemory, old.peakMemory))
                memory.peers[0].values.append(copied.peakMemory)
                first.notes = ["the table with its key has \(grouped(size)) bytes; both hold the same rows"]
            }
            first.notes.append("PostgreSQL \(try answer("SHOW server_version"))")
            again.targets.append(.seen("the table does not grow (by \(grouped(growth)) bytes at most)", growth <= 0))
            try sql("DROP DATABASE \(Self.database) WITH (FORCE)", in: "postgres")
            return [first, again, memory]
        }
    }

    /// Makes the database anew, with the hub's tables. Gives the table of candles with its schema.
    private func freshTable() throws -> String {
        try sql("DROP DATABASE IF EXISTS \(Self.database) WITH (FORCE)", in: "postgres")
        try sql("CREATE DATABASE \(Self.database)", in: "postgres")
        try hub.migrate()
        try checkpoint()
        return try answer("SELECT quote_ident(schemaname) || '.candle' FROM pg_tables WHERE tablename = 'candle'")
    }

    /// What earlier runs left to write is written before the next.
    private func checkpoint() throws { try sql("CHECKPOINT") }

    /// Bytes of a table's rows with its key. Without the maps beside them, which the server's own housekeeping makes.
    private func size(of table: String) throws -> Int {
        Int(try answer("SELECT pg_relation_size('\(table)') + pg_indexes_size('\(table)')")) ?? 0
    }

    /// Rows and what sums over them say.
    private func contents(of table: String) throws -> String {
        try answer(
            """
            SELECT count(*), sum(trades), sum(hashfloat8(open)::bigint), sum(hashfloat8(volume)::bigint), min(key), max(key)
            FROM \(table)
            """)
    }

    private func answer(_ statement: String) throws -> String {
        try sql(statement)
        return try place.words(place.path("psql.out")).joined(separator: " ")
    }

    @discardableResult
    private func sql(_ statement: String, in database: String = Self.database) throws -> Child {
        try Child(
            [psql, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement],
            output: place.path("psql.out"))
    }
}
