@testable import QuestDBClient
import Testing

/// Version 1 as others read it. InfluxDB knows no escaped backslash or line end in a symbol, no empty symbol, no row of
/// symbols alone, no infinity and no timestamp as a field: such rows are not for it.
@Suite(InfluxServer.trait) struct ILPInfluxTests {
    private static func isForInflux(_ row: HardRow) -> Bool {
        let symbols = row.symbols.map { $0[1] }
        let texts = row.columns.compactMap { if case .string(let text) = $0.value { text } else { nil } }
        return !row.columns.isEmpty && Int64(row.at) != .max
            && !symbols.contains { $0.isEmpty || $0.utf8.contains { [0x5c, 0x0a, 0x0d].contains($0) } }
            && !texts.contains { $0.utf8.contains { [0x0a, 0x0d].contains($0) } }
            && !row.columns.contains { column in
                switch column.value {
                case .double(let value): value.isInfinite
                case .timestamp: true
                default: false
                }
            }
    }

    @Test func rows_writtenInVersion1_areReadBackAsTheyWere() throws {
        let influx = try InfluxServer()
        var rows = HardRow.all.filter(Self.isForInflux)
        rows += HardRow.longs.map { HardRow(columns: [.init(name: "l", value: .long($0))]) }
        #expect(rows.count > 70)
        for (index, row) in rows.enumerated() {
            // A field has one type in a table, and a time has one row.
            var row = row
            row.at = "\(1_700_000_000_000_000_000 + index)"
            row.table += "\(index)"
            var buffer = ILPBuffer(version: .text)
            try row.write(to: &buffer)
            #expect(try influx.write(buffer) == nil, "\(row)")
            var expected: [String: JSONValue] = ["time": .number(row.at)]
            for symbol in row.symbols { expected[symbol[0]] = .string(symbol[1]) }
            var found = try influx.query("SELECT * FROM \"\(row.table)\"")
            for column in row.columns {
                switch column.value {
                case .double(let value):
                    // Its way of writing a double is its own; a negative zero is one of them.
                    if case .number(let text)? = found.removeValue(forKey: column.name) {
                        #expect(Double(text) == value, "\(row)")
                    } else {
                        Issue.record("\(row) has no number")
                    }
                case .long(let value): expected[column.name] = .number("\(value)")
                case .bool(let value): expected[column.name] = .bool(value)
                case .string(let value): expected[column.name] = .string(value)
                case .timestamp: break
                }
            }
            #expect(found == expected, "\(row)")
        }
    }
}
