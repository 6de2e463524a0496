import QuestDBClient

/// Numbers that a seed decides (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}

/// Rows of every type, and what a reader must find of them.
struct RandomRows {
    static let table = try! QWPTable(
        "every type",
        columns: [
            QWPColumn("wide", .long), QWPColumn("narrow", .int), QWPColumn("int", .int), QWPColumn("mapped", .int),
            QWPColumn("same", .int), .designated("time"), QWPColumn("micros", .timestamp),
            QWPColumn("nanos", .timestampNanos), QWPColumn("price", .double), QWPColumn("name", .symbol),
            QWPColumn("one", .symbol),
        ])
    /// Texts that break escapes, and two that Swift takes for one.
    static let hardNames = [
        "a b", "a,b", "a=b", "a\"b", "a'b", "a\\b", "line\nbreak", "tab\t", "", "é", "e\u{301}", "日本", "🕯️", "\u{0}",
        String(repeating: "long ", count: 60),
    ]

    var wide: [Int64] = []
    var narrow: [Int64] = []
    var int: [Int32] = []
    var ids: [UInt32] = []
    var assets: [Int32] = []
    var nanoseconds: [Int64] = []
    var micros: [Int64] = []
    var nanos: [Int64] = []
    var prices: [Double] = []
    var nameIDs: [UInt32] = []
    var names: [String] = []
    var one: String?
    var nullName: UInt32 { UInt32(names.count) }

    init(seed: UInt64, rows: Int, regularTime: Bool, withNulls: Bool, names: [String]) {
        var random = Seeded(seed: seed)
        self.names = names
        assets = (0..<9).map { _ in .random(in: .min + 1 ... .max, using: &random) }
        one = Bool.random(using: &random) ? "one" : nil
        let hardDoubles = [
            0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 1e-300,
        ]
        for row in 0..<rows {
            func isNull() -> Bool { withNulls && Int.random(in: 0..<4, using: &random) == 0 }
            wide.append(isNull() ? -1 : .random(in: 0 ... .max, using: &random))
            narrow.append(isNull() ? -1 : .random(in: Int64(Int32.min) + 1...(-2), using: &random))
            int.append(isNull() ? -1 : .random(in: 0 ... .max, using: &random))
            ids.append(.random(in: 0..<9, using: &random))
            let step =
                regularTime
                ? Int64(row) * 60_000_000_000
                : .random(in: -4_000_000_000_000_000_000...4_000_000_000_000_000_000, using: &random)
            nanoseconds.append(1_700_000_000_000_000_000 + (regularTime ? step : step / 4))
            micros.append(isNull() ? -1 : .random(in: 0..<1 << 50, using: &random))
            nanos.append(isNull() ? -1 : Int64(row) * 1_000)
            prices.append(
                Int.random(in: 0..<3, using: &random) == 0
                    ? hardDoubles.randomElement(using: &random)! : .random(in: 0..<1e6, using: &random))
            nameIDs.append(isNull() ? nullName : .random(in: 0..<UInt32(names.count), using: &random))
        }
    }

    func fill(_ block: inout QWPBlock, _ rows: Range<Int>) throws(QWPError) {
        block.longs(wide.span.extracting(rows), null: -1)
        try block.ints(narrow.span.extracting(rows), null: -1)
        block.ints(int.span.extracting(rows), null: -1)
        block.ints(ids: ids.span.extracting(rows), values: assets.span)
        block.ints(constant: 60)
        block.timestamps(nanoseconds: nanoseconds.span.extracting(rows))
        block.timestamps(microseconds: micros.span.extracting(rows), null: -1)
        block.timestamps(nanoseconds: nanos.span.extracting(rows), null: -1)
        block.doubles(prices.span.extracting(rows))
        try block.symbols(ids: nameIDs.span.extracting(rows), names: names, null: nullName)
        try block.symbols(constant: one)
    }

    /// What a reader finds, column by column.
    func expected(_ rows: Range<Int>) -> [ReadColumn] {
        func column(_ name: String, _ type: UInt8, _ cell: (Int) -> Cell) -> ReadColumn {
            ReadColumn(name: name, type: type, cells: rows.map(cell))
        }
        func integer(_ value: Int64) -> Cell { value == -1 ? .null : .integer(value) }
        return [
            column("wide", 0x05) { integer(wide[$0]) },
            column("narrow", 0x04) { integer(narrow[$0]) },
            column("int", 0x04) { integer(Int64(int[$0])) },
            column("mapped", 0x04) { .integer(Int64(assets[Int(ids[$0])])) },
            column("same", 0x04) { _ in .integer(60) },
            column("", 0x0A) {
                .integer(Int64((Double(nanoseconds[$0] % 1_000) / 1_000).rounded(.down)) + nanoseconds[$0] / 1_000)
            },
            column("micros", 0x0A) { integer(micros[$0]) },
            column("nanos", 0x10) { integer(nanos[$0]) },
            column("price", 0x07) { .double(prices[$0]) },
            column("name", 0x09) { nameIDs[$0] == nullName ? .null : .text(names[Int(nameIDs[$0])]) },
            column("one", 0x09) { _ in one.map { .text($0) } ?? .null },
        ]
    }
}
