/// A store that can keep rows and what a ledger says of them in one transaction, because both lie in one database.
public protocol JointStore: TimeSeriesStore {
    /// Whether the ledger lies in this store's database.
    func shares(_ ledger: any Ledger) -> Bool

    /// Stores batches and notes what follows from them, all or none, in one transaction.
    ///
    /// - Parameter recording: gives what is to be noted, from the counts of the batches in their order (each as `write`
    ///   gives them); may be called again when the transaction has to be.
    func write(_ group: [StoredRows], recording: ([[WriteCount]]) -> [LedgerEntry]) throws(StorageError)
        -> [[WriteCount]]
}
