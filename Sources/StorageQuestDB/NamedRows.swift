import QuestDBClient

/// A reply whose columns are looked up by name: what the server says about its tables has more columns, and other
/// names, from version to version.
struct NamedRows {
    private let reply: SQLReply
    private let places: [String: Int]

    init(_ reply: SQLReply) {
        self.reply = reply
        places = Dictionary(reply.columns.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
    }

    var rows: Range<Int> { reply.rows.indices }

    /// The value in the first of these columns that there is; null where there is none.
    func value(_ row: Int, _ names: String...) -> QuestDBClient.SQLValue {
        for name in names {
            if let place = places[name] { return reply.rows[row][place] }
        }
        return .null
    }
}
