import Glibc
import HubServer
import Spool
import Storage
import StorageQuestDB

extension HubObservations {
    /// What is known of the stores of a workspace.
    init(_ workspace: Workspace, _ store: any TimeSeriesStore) {
        self.init()
        let folder = workspace.settings.spool.folder
        spools = {
            try SpoolStatus.all(below: folder).map {
                Spool(store: $0.location ?? "unknown", bytes: $0.bytes, limit: $0.limit)
            }
        }
        let files = workspace.places.filter { $0.scheme == "sqlite" }
        logs = {
            files.map { Lag(store: "\($0)", amount: Self.size($0.address + "-wal")) }
        }
        if let store = store as? QuestDBStore {
            unapplied = {
                try store.lags().map { Lag(store: store.location, table: $0.table, amount: $0.transactions) }
            }
            storeAnswers = { _ = try store.lags() }
        }
    }

    /// 0 where there is no such file.
    private static func size(_ path: String) -> Int64 {
        var status = stat()
        // The call fills the structure that it is given.
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
