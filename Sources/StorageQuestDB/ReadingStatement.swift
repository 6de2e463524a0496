/// A user's SQL, taken apart far enough to be sure that it is one statement that only reads: QuestDB has no
/// connection that could be restricted to reading.
struct ReadingStatement {
    /// SQL that is refused.
    struct Refused: Error, Hashable {
        let message: String
    }

    /// As it was given.
    let text: String

    init(_ text: String) throws(Refused) {
        self.text = text
        var words = try SQLWords(text).words
        while words.last == .semicolon { words.removeLast() }
        if words.isEmpty { throw Refused(message: "there is no statement in the query") }
        if words.contains(.semicolon) { throw Refused(message: "there is more than one statement in the query") }
        try Self.checkFunctions(words)
        try Self.checkBeginning(words[...])
    }

    private static func checkBeginning(_ words: ArraySlice<SQLWord>) throws(Refused) {
        var rest = words.drop { $0 == .open }
        switch rest.popFirst() {
        case .name("select"), .name("show"): return
        case .name("with"):
            // What follows the named queries stands outside of their parentheses.
            var depth = 0
            for word in rest {
                if word == .open { depth += 1 }
                if word == .close { depth -= 1 }
                if depth <= 0, case .name(let name) = word, writing.contains(name) { throw notReading(name) }
            }
        case .name("explain"): try checkBeginning(rest)
        case .name(let name) where tableFunctions.contains(name) && rest.first == .open: return
        case .name(let name): throw notReading(name)
        default: throw Refused(message: "the query does not begin with a word")
        }
    }

    private static func checkFunctions(_ words: [SQLWord]) throws(Refused) {
        for (word, next) in zip(words, words.dropFirst()) where next == .open {
            let name: String
            switch word {
            case .name(let text), .quoted(let text): name = text
            default: continue
            }
            if acting.contains(name) {
                throw Refused(message: "the function \(name) does more than read")
            }
        }
    }

    private static func notReading(_ word: String) -> Refused {
        Refused(message: "a query begins with SELECT, WITH, EXPLAIN, SHOW or a table function, and '\(word)' is none")
    }

    /// What can follow the named queries of a WITH and writes.
    private static let writing: Set<String> = ["insert", "update", "delete", "create", "alter", "drop"]

    /// Functions that are tables.
    private static let tableFunctions: Set<String> = [
        "all_tables", "functions", "generate_series", "keywords", "long_sequence", "materialized_views",
        "memory_metrics", "query_activity", "reader_pool", "table_columns", "table_partitions", "table_storage",
        "tables", "views", "wal_tables", "wal_transactions", "writer_pool",
    ]

    /// Functions that do something.
    private static let acting: Set<String> = [
        "cancel_query", "dump_memory_usage", "dump_thread_stacks", "flush_query_cache", "hydrate_table_metadata",
        "pg_advisory_unlock_all", "reload_config", "simulate_crash", "simulate_warnings", "touch",
    ]
}
