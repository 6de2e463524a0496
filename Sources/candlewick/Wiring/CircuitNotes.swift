import MarketData
import Storage
import Transport

/// Notes in the ledger where the circuits of sources stand, so that hubs and later runs see it.
enum CircuitNotes {
    /// What notes them; nil where the ledger keeps none.
    static func noting(in ledger: any Ledger) -> (@Sendable (CircuitStanding) -> Void)? {
        guard let ledger = ledger as? any ServiceLedger else { return nil }
        return { standing in
            do {
                try ledger.recordCircuit(CircuitRecord(standing))
            } catch {
                // It stops nobody: what the source gives can be noted later.
                Terminal.note("candlewick: where the circuit of \(standing.source) stands cannot be noted: \(error)")
            }
        }
    }
}

extension CircuitRecord {
    /// As this process sees it.
    init(_ standing: CircuitStanding) {
        let (state, until): (State, Timestamp?) =
            switch standing.state {
            case .closed: (.closed, nil)
            case .open(let until): (.open, until)
            case .halfOpen: (.halfOpen, nil)
            }
        self.init(
            adapter: standing.source, host: standing.host, state: state, since: standing.at, until: until,
            error: standing.error, process: ProcessName.own.text)
    }
}
