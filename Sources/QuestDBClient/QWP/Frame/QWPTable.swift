/// A table and the columns in which its rows are sent: checked once, encoded once.
public struct QWPTable: Sendable {
    /// The table's name.
    public let name: String
    /// The columns, in the order in which they are sent. It need not be the table's own.
    public let columns: [QWPColumn]

    /// Length and bytes of the name: what a table block begins with.
    let encodedName: [UInt8]
    /// Number of columns and their definitions: what follows the number of rows.
    let encodedSchema: [UInt8]

    /// Checks the names by QuestDB's rules.
    ///
    /// Throws `.name` for a name that QuestDB would refuse, for a second column of one name, and for a second
    /// designated timestamp.
    public init(_ name: String, columns: [QWPColumn]) throws(QWPError) {
        if let complaint = QWPName.complaint(aboutTable: name) { throw .name(name, table: name, complaint) }
        if columns.isEmpty { throw .name(name, table: name, "it has no columns") }
        if columns.count > 2_048 { throw .name(name, table: name, "it has more than 2,048 columns") }
        var names: Set<String> = []
        var schema: [UInt8] = []
        Varint.append(UInt64(columns.count), to: &schema)
        for column in columns {
            if column.isDesignated {
                schema.append(0)
            } else {
                if let complaint = QWPName.complaint(aboutColumn: column.name) {
                    throw .name(column.name, table: name, complaint)
                }
                // QuestDB does not tell upper from lower case in a column's name.
                if !names.insert(column.name.lowercased()).inserted {
                    throw .name(column.name, table: name, "two columns have it")
                }
                Varint.append(Array(column.name.utf8), to: &schema)
            }
            schema.append(column.type.rawValue)
        }
        if columns.count(where: \.isDesignated) > 1 {
            throw .name(name, table: name, "it has more than one designated timestamp")
        }
        var encoded: [UInt8] = []
        Varint.append(Array(name.utf8), to: &encoded)
        (self.name, self.columns, encodedName, encodedSchema) = (name, columns, encoded, schema)
    }

    /// Bytes that a row takes at least.
    var rowWidth: Int { columns.reduce(0) { $0 + $1.type.width } }
}
