internal import GRDB
import MarketData
public import Storage

extension SQLiteLedger {
    /// Notes where the circuit of an adapter and a host stands.
    public func recordCircuit(_ circuit: CircuitRecord) throws(StorageError) {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO circuit (adapter, host, state, since, until, error, process)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (adapter, host) DO UPDATE SET state = excluded.state, since = excluded.since,
                        until = excluded.until, error = coalesce(excluded.error, error), process = excluded.process
                    WHERE NOT (state = 'closed' AND excluded.state = 'closed')
                    """,
                arguments: [
                    circuit.adapter, circuit.host, circuit.state.rawValue, circuit.since.nanoseconds,
                    circuit.until?.nanoseconds, circuit.error, circuit.process,
                ])
        }
    }

    /// All circuits by adapter, of each the newest first.
    public func circuits() throws(StorageError) -> [CircuitRecord] {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM circuit ORDER BY adapter, since DESC, host").map { row in
                CircuitRecord(
                    adapter: row["adapter"], host: row["host"], state: try row.word("state"),
                    since: Timestamp(nanoseconds: row["since"]), until: row.time("until"), error: row["error"],
                    process: row["process"])
            }
        }
    }
}
