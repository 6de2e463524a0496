import Glibc
import QuestDBClient
import Storage

/// Waits until what the server took into its write-ahead log can be read.
struct AppliedRows {
    private let server: QuestDBServer
    private let location: String
    private let clock = ContinuousClock()

    init(_ server: QuestDBServer, _ location: String) { (self.server, self.location) = (server, location) }

    /// How far a table is.
    struct Progress: Hashable, Sendable {
        var table: String
        var isSuspended: Bool
        /// Transactions that can be read.
        var applied: Int64
        /// Transactions that the server took.
        var taken: Int64
        /// Why it is suspended, as the server says it.
        var error: String
    }

    /// How far these tables are.
    func progress(of tables: [String]) throws(StorageError) -> [Progress] {
        try translating(location) {
            let found = NamedRows(try server.exec("SELECT * FROM wal_tables()"))
            return found.rows.compactMap { row in
                guard let name = found.value(row, "name").string, tables.contains(name) else { return nil }
                let said = [found.value(row, "errorTag").string, found.value(row, "errorMessage").string]
                return Progress(
                    table: name, isSuspended: found.value(row, "suspended").bool ?? false,
                    applied: found.value(row, "writerTxn").int64 ?? 0,
                    taken: found.value(row, "sequencerTxn").int64 ?? 0,
                    error: said.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": "))
            }
        }
    }

    /// Returns when everything that was taken before the call can be read.
    ///
    /// - Parameter patience: how long nothing more may become readable.
    /// - Throws: `suspended`, and `busy` when the server shows no more rows.
    func wait(for tables: [String], atMost patience: Duration) throws(StorageError) {
        var goals: [String: Int64] = [:]
        var best: Int64 = -1
        var since = clock.now
        var pause: UInt32 = 1_000
        while true {
            let all = try progress(of: tables)
            if let stopped = all.first(where: \.isSuspended) { throw suspended(stopped) }
            for one in all where goals[one.table] == nil { goals[one.table] = one.taken }
            let late = all.filter { $0.applied < goals[$0.table] ?? 0 }
            if late.isEmpty { return }
            let applied = all.reduce(0) { $0 + $1.applied }
            if applied > best { (best, since) = (applied, clock.now) }
            if clock.now - since > patience { throw stuck(late, patience) }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }

    private func suspended(_ table: Progress) -> StorageError {
        let said = table.error.isEmpty ? "" : " (\(table.error))"
        return StorageError(
            .suspended, at: location,
            "table \(table.table) is suspended\(said): \(table.taken - table.applied) transactions are taken and not "
                + "shown",
            advice: "mend the cause (mostly a full disk or memory), then run ALTER TABLE \(table.table) RESUME WAL; "
                + "no row is lost")
    }

    private func stuck(_ tables: [Progress], _ patience: Duration) -> StorageError {
        let lags = tables.map { "\($0.table) shows \($0.applied) of \($0.taken) transactions" }
        return StorageError(
            .busy, at: location,
            "\(lags.joined(separator: ", ")), and no more came for \(patience.components.seconds) s",
            advice: "the rows are stored: look at the server's load and log, and read them later")
    }
}
