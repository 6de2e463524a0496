import MarketData
import Storage
import Synchronization

extension MemoryStore: JointStore {
    func shares(_ ledger: any Ledger) -> Bool {
        place.ledgerFault == .sharesEverything || (ledger as? MemoryLedger)?.place === place
    }

    func write(
        _ group: [StoredRows], recording: ([[WriteCount]]) -> [LedgerEntry]
    ) throws(StorageError) -> [[WriteCount]] {
        let (ledger, fault) = (MemoryLedger(place), place.ledgerFault)
        if fault == .notesBeforeRows { try ledger.record(recording(group.map { $0.series.map { _ in WriteCount() } })) }
        if fault == .skipsEmptyGroups, group.allSatisfy({ $0.count == 0 }) { return group.map { _ in [WriteCount()] } }
        let before = place.content.withLock { $0 }
        do throws(StorageError) {
            var counts: [[WriteCount]] = []
            for rows in group { counts.append(try write(rows)) }
            if fault == .notesBeforeRows { return counts }
            try ledger.record(recording(fault == .turnsCounts ? counts.reversed() : counts))
            return counts
        } catch {
            let isKept = fault == .storesBeforeNotes && error.code != .unsupported
            place.content.withLock { content in
                if !isKept { content.rows = before.rows }
            }
            throw error
        }
    }
}
