import MarketData
public import Storage

extension PostgreSQLLedger {
    /// Notes where the circuit of an adapter and a host stands.
    public func recordCircuit(_ circuit: CircuitRecord) throws(StorageError) {
        try database.write { connection, _ in
            _ = try connection.run(
                Statement(
                    "record_circuit",
                    """
                    INSERT INTO \(schema).circuit AS known (adapter, host, state, since, until, error, process)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    ON CONFLICT (adapter, host) DO UPDATE SET state = excluded.state, since = excluded.since,
                        until = excluded.until, error = coalesce(excluded.error, known.error),
                        process = excluded.process
                    WHERE NOT (known.state = 'closed' AND excluded.state = 'closed')
                    """),
                [
                    .words(circuit.adapter), .words(circuit.host), .text(circuit.state.rawValue),
                    .int8(circuit.since.nanoseconds), .int8(circuit.until?.nanoseconds), .words(circuit.error),
                    .words(circuit.process),
                ])
        }
    }

    /// All circuits by adapter, of each the newest first.
    public func circuits() throws(StorageError) -> [CircuitRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "circuits",
                    """
                    SELECT adapter, host, state, since, until, error, process FROM \(schema).circuit
                    ORDER BY adapter, since DESC, host
                    """))
            return try (0..<found.count).map { row in
                CircuitRecord(
                    adapter: found.text(row, 0), host: found.text(row, 1), state: try word(found.text(row, 2), "state"),
                    since: Timestamp(nanoseconds: found.int8(row, 3)), until: found.time(row, 4),
                    error: found.optionalText(row, 5), process: found.text(row, 6))
            }
        }
    }
}
