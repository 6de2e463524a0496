import QuestDBClient
import Storage

/// Finds the protocol that the settings and the server agree on, and connects.
struct WireOpening {
    private let settings: QuestDBStoreSettings
    private let tables: QuestDBTables

    init(_ settings: QuestDBStoreSettings, _ tables: QuestDBTables) {
        (self.settings, self.tables) = (settings, tables)
    }

    func open() throws(StorageError) -> any RowLine {
        switch settings.wire {
        case .automatic:
            do throws(QWPError) {
                return try QWPLine(settings, tables.names)
            } catch {
                guard error.code == .notOffered else { throw StorageError(error, at: settings.location) }
            }
            return try ILPLine(settings, tables.names, try offersBinary() ? .binary : .text)
        case .only(.qwp):
            do throws(QWPError) {
                return try QWPLine(settings, tables.names)
            } catch {
                throw StorageError(error, at: settings.location)
            }
        case .only(.ilp2):
            guard try offersBinary() else {
                throw StorageError(
                    .notOffered, at: settings.location,
                    "the server does not take version 2 of the line protocol, which the settings ask for",
                    advice: "use QuestDB 9.0 or later, or set the protocol to auto")
            }
            return try ILPLine(settings, tables.names, .binary)
        case .only(.ilp1):
            return try ILPLine(settings, tables.names, .text)
        }
    }

    private func offersBinary() throws(StorageError) -> Bool {
        try translating(settings.location) { try tables.server.settings().ilpVersions.contains(2) }
    }
}
