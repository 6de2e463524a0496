import QuestDBClient

/// A row of the table of hard cases, for our encoder, the official client and servers.
struct HardRow: Codable, CustomStringConvertible {
    var table = "hard"
    var symbols: [[String]] = []
    var columns: [Column] = []
    var at = "1700000000123456789"

    /// Name and value; written as an array of name, type and text for the Python driver.
    struct Column: Codable {
        var name: String
        var value: Value

        func encode(to encoder: any Encoder) throws {
            var array = encoder.unkeyedContainer()
            try array.encode(name)
            switch value {
            case .double(let value):
                try array.encode("double")
                try array.encode("\(value.bitPattern)")
            case .long(let value):
                try array.encode("long")
                try array.encode("\(value)")
            case .bool(let value):
                try array.encode("bool")
                try array.encode(value)
            case .string(let value):
                try array.encode("string")
                try array.encode(value)
            case .timestamp(let value):
                try array.encode("timestamp")
                try array.encode("\(value)")
            }
        }
    }

    enum Value: Codable, Hashable {
        case double(Double)
        case long(Int64)
        case bool(Bool)
        case string(String)
        case timestamp(Int64)
    }

    var description: String { "\(table) \(symbols) \(columns.map { "\($0.name)=\($0.value)" }) \(at)" }

    /// Writes the row as a user of the encoder does.
    func write(to rows: inout ILPBuffer) throws {
        rows.begin(try ILPHead(table: table))
        for symbol in symbols { try rows.symbol(ILPSymbolColumn(symbol[0]), symbol[1]) }
        for column in columns {
            let name = try ILPColumn(column.name)
            switch column.value {
            case .double(let value): rows.double(name, value)
            case .long(let value): rows.long(name, value)
            case .bool(let value): rows.bool(name, value)
            case .string(let value): try rows.string(name, value)
            case .timestamp(let value): rows.timestamp(name, microseconds: value)
            }
        }
        try rows.end(nanoseconds: Int64(at) ?? 0)
    }

    static let texts = [
        "plain", "a b", " ", "a,b", "a=b", "\"quoted\"", "mid\"dle", "'", "back\\slash", "end\\", "\\", "\\\\n",
        "line\nend", "cr\rlf\r\n",
        "tab\t", "π", "日本語", "😀", "e\u{301}", "\u{a0}", "\u{200b}", "a/b", "5i", "t", "NaN", "-", "#", "=,\\ \"",
        String(repeating: "long ", count: 200),
    ]
    static let doubles: [Double] = [
        0, -0.0, 1, -1, 0.1, 0.1 + 0.2, 123.45, 29000.5, 1.188e-05, 1e-5, 9.9e-6, 1e-7, 1e15, 9_999_999_999_999_998,
        1e16, 1.7e16, 1e17, 1e22,
        1e23, 123_456_789_012_345_680, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
        -.greatestFiniteMagnitude, .infinity, -.infinity, .pi, 4.35, 0.000001, 99_999_999.999_999_99, 1 / 3,
    ]
    static let longs: [Int64] = [0, 1, -1, 42, 99_999_999, 100_000_000, -10_000_000_000_000_000, .max, -.max]

    /// Every hard value in every place where it can stand.
    static let all: [HardRow] =
        texts.map { HardRow(symbols: [["s", $0]], columns: [Column(name: "l", value: .long(1))]) }
        + texts.map { HardRow(columns: [Column(name: "v", value: .string($0))]) }
        + [HardRow(columns: [Column(name: "v", value: .string(""))])]
        + doubles.map { HardRow(columns: [Column(name: "d", value: .double($0))]) }
        + longs.map {
            HardRow(columns: [Column(name: "l", value: .long($0)), Column(name: "m", value: .timestamp($0 & .max))])
        }
        + [
            HardRow(table: "t b", symbols: [["sym bol", "x"]], columns: [Column(name: "co l", value: .bool(true))]),
            HardRow(
                table: "πtable",
                columns: [Column(name: "π", value: .bool(false)), Column(name: "a=b", value: .long(2))]),
            HardRow(table: "a.b-c", symbols: [["s", "x"]]),
            HardRow(
                symbols: [["a", "1"], ["b", "2 3"], ["c", "4,5"]],
                columns: [
                    Column(name: "d", value: .double(1.5)), Column(name: "l", value: .long(-5)),
                    Column(name: "v", value: .string("x \"y\"")),
                    Column(name: "f", value: .bool(false)),
                ]),
            HardRow(columns: [Column(name: "l", value: .long(1))], at: "0"),
            HardRow(columns: [Column(name: "l", value: .long(1))], at: "\(Int64.max)"),
        ]
}
