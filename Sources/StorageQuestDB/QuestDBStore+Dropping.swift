public import Storage

/// Dropping a store's tables, also of one that cannot be opened.
extension QuestDBStore {
    /// The tables that `drop` would drop: those of the store that are there.
    public static func tablesToDrop(_ settings: QuestDBStoreSettings) throws(StorageError) -> [String] {
        try QuestDBTables(settings).present()
    }

    /// Drops the store's tables with all their rows, also rows of others, and gives their names. `candlewick_store` is
    /// the last: what is left of a drop that broke off is still known as a store.
    public static func drop(_ settings: QuestDBStoreSettings) throws(StorageError) -> [String] {
        let tables = try QuestDBTables(settings)
        let present = try tables.present()
        try tables.drop(present)
        return present
    }
}
