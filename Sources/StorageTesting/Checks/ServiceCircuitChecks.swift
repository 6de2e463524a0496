import MarketData
import Storage

extension Check where Subject == any ServiceLedgerUnderTest {
    static let circuits: [ServiceLedgerCheck] = [
        ServiceLedgerCheck("circuit-fields", "Circuits come back by adapter as they were noted last, also opened again")
        {
            run in
            let place = try run.migrated()
            let ledger = try place.openServiceLedger()
            try expect(ledger.circuits(), equals: [], "the circuits at first")
            for state in [CircuitRecord.State.halfOpen, .closed, .open] {
                try ledger.recordCircuit(LedgerSamples.circuit("z", state, 3, "it \"is\" \(state)"))
                try ledger.recordCircuit(LedgerSamples.circuit("a", state, 5, "é\n\(state)"))
            }
            let expected = [
                LedgerSamples.circuit("a", .open, 5, "é\nopen"), LedgerSamples.circuit("z", .open, 3, "it \"is\" open"),
            ]
            try expect(rows: ledger.circuits(), equal: expected, "the circuits")
            try expect(rows: place.openServiceLedger().circuits(), equal: expected, "the circuits, opened again")
        },
        ServiceLedgerCheck("circuit-hosts", "An adapter has a circuit for each host, the newest first") { run in
            let ledger = try run.ledger()
            for (host, second) in [("b", Int64(2)), ("c", 9), ("a", 5)] {
                var circuit = LedgerSamples.circuit("x", .closed, second, nil)
                circuit.host = host
                try ledger.recordCircuit(circuit)
            }
            try expect(ledger.circuits().map(\.host), equals: ["c", "a", "b"], "the hosts")
        },
        ServiceLedgerCheck(
            "circuit-closed", "A circuit that is closed again stays as it was; the last error stays until another"
        ) { run in
            let ledger = try run.ledger()
            let circuit = LedgerSamples.circuit
            try ledger.recordCircuit(circuit("x", .open, 3, "down"))
            try ledger.recordCircuit(circuit("x", .closed, 4, nil))
            try expect(ledger.circuits(), equals: [circuit("x", .closed, 4, "down")], "a circuit that was closed")
            try ledger.recordCircuit(circuit("x", .closed, 9, nil))
            try expect(ledger.circuits(), equals: [circuit("x", .closed, 4, "down")], "one that is closed again")
            try ledger.recordCircuit(circuit("x", .open, 10, nil))
            try expect(ledger.circuits(), equals: [circuit("x", .open, 10, "down")], "one that opened")
            // Later from another's opening: time goes on in the new state.
            try ledger.recordCircuit(circuit("x", .open, 12, "still down"))
            try expect(ledger.circuits(), equals: [circuit("x", .open, 12, "still down")], "one that opened again")
        },
    ]
}
