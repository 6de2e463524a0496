import Glibc
import QuestDBClient
import Storage

/// The tables of a store on a server: what is there, making them, dropping them.
struct QuestDBTables: Sendable {
    let server: QuestDBServer
    let names: TableNames
    let shapes: [TableShape]
    let location: String
    private let patience: Duration

    init(_ settings: QuestDBStoreSettings) throws(StorageError) {
        location = settings.location
        patience = settings.patience
        names = try TableNames(prefix: settings.tablePrefix, at: settings.location)
        server = QuestDBServer(settings.endpoint)
        shapes = [
            .candles(names, settings.candlePartition), .trades(names, settings.tradePartition), .assets(names),
            .store(names),
        ]
    }

    /// The tables that are there, in the order of `names.all`.
    func present() throws(StorageError) -> [String] {
        try translating(location) {
            let found = NamedRows(try server.exec("SELECT * FROM tables()"))
            let all = Set(found.rows.compactMap { found.value($0, "table_name", "name").string })
            return names.all.filter { all.contains($0) }
        }
    }

    /// Checks that every table that is there can be used.
    func check(_ present: [String]) throws(StorageError) {
        for shape in shapes where present.contains(shape.name) {
            if let (message, advice) = shape.problem(with: try find(shape.name)) {
                throw StorageError(.needsMigration, at: location, message, advice: advice)
            }
        }
    }

    private func find(_ table: String) throws(StorageError) -> FoundTable {
        try translating(location) {
            let columns = NamedRows(try server.exec("SELECT * FROM table_columns(\(table))"))
            let tables = NamedRows(try server.exec("SELECT * FROM tables()"))
            func isTrue(_ row: Int, _ column: String) -> Bool { columns.value(row, column).bool ?? false }
            func name(_ row: Int) -> String { columns.value(row, "column").string ?? "" }
            let row = tables.rows.first { tables.value($0, "table_name", "name").string == table }
            return FoundTable(
                columns: columns.rows.map {
                    TableShape.Column(name: name($0), type: columns.value($0, "type").string ?? "")
                },
                designated: columns.rows.first { isTrue($0, "designated") }.map(name),
                keys: Set(columns.rows.filter { isTrue($0, "upsertKey") }.map(name)),
                writesAhead: row.flatMap { tables.value($0, "walEnabled").bool } ?? false)
        }
    }

    /// Reads rows, waiting while others read more at once than the server allows (429).
    func rows(_ sql: SQLText, _ row: (inout SQLRow) throws -> Void) throws {
        let clock = ContinuousClock()
        let begin = clock.now
        var pause: UInt32 = 5_000
        while true {
            do {
                try server.rows(sql, row: row)
                return
            } catch let error as QuestDBError where error.status == 429 && clock.now - begin < patience {
                usleep(.random(in: pause / 2...pause))
                pause = min(pause * 2, 100_000)
            }
        }
    }

    /// Makes the tables that are missing.
    func create() throws(StorageError) {
        try translating(location) {
            for shape in shapes { try server.exec(shape.creation()) }
        }
    }

    /// Drops these tables with all their rows.
    func drop(_ tables: [String]) throws(StorageError) {
        try translating(location) {
            for table in tables { try server.exec("DROP TABLE IF EXISTS \(name: table)") }
        }
    }
}
