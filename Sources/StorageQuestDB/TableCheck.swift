import Storage

/// A table as the server has it.
struct FoundTable: Hashable, Sendable {
    var columns: [TableShape.Column]
    var designated: String?
    var keys: Set<String>
    var writesAhead: Bool
}

extension TableShape {
    /// What keeps a table from being used, nil when nothing does. Columns that nobody asked for, and how the table is
    /// partitioned, do not matter.
    func problem(with found: FoundTable) -> (message: String, advice: String)? {
        let types = Dictionary(found.columns.map { ($0.name, $0.type) }) { first, _ in first }
        let missing = columns.filter { types[$0.name] == nil }
        if !missing.isEmpty {
            let list = missing.map(\.name).joined(separator: ", ")
            // One column a statement: a table with a write-ahead log takes no more.
            var statements = missing.map { "ALTER TABLE \(name) ADD COLUMN \($0.name) \($0.type)" }
            if missing.contains(where: { keys.contains($0.name) }) { statements.append(keysStatement) }
            return ("its table \(name) lacks \(list)", "run \(statements.joined(separator: "; then "))")
        }
        for column in columns where types[column.name] != column.type {
            return (
                "column \(column.name) of its table \(name) is \(types[column.name] ?? "nothing"), not \(column.type)",
                "rename that table (RENAME TABLE \(name) TO …) and run candlewick migrate, or name another server"
            )
        }
        guard found.designated == Self.time else {
            return (
                "the designated timestamp of its table \(name) is \(found.designated ?? "missing"), not \(Self.time)",
                "rename that table (RENAME TABLE \(name) TO …) and run candlewick migrate, or name another server"
            )
        }
        guard found.writesAhead else {
            return (
                "its table \(name) has no write-ahead log, without which rows cannot be told apart",
                "run ALTER TABLE \(name) SET TYPE WAL and restart the server"
            )
        }
        if found.keys != Set(keys) {
            let now = found.keys.isEmpty ? "no keys" : "the keys \(found.keys.sorted().joined(separator: ", "))"
            let advice =
                keys.isEmpty ? "run ALTER TABLE \(name) DEDUP DISABLE" : "run \(keysStatement)"
            return ("its table \(name) tells rows apart by \(now)", advice)
        }
        return nil
    }
}
