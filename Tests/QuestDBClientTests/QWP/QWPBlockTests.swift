import Testing

@testable import QuestDBClient

@Suite struct QWPBlockTests {
    /// Seeds that also decide the number of rows: every remainder by eight is among them.
    @Test(arguments: UInt64(1)...40, [QWPEncoder.Timestamps.plain, .compressed])
    func block_ofRandomRows_isReadAsItWas(seed: UInt64, timestamps: QWPEncoder.Timestamps) throws {
        var random = Seeded(seed: seed)
        let encoder = QWPEncoder(timestamps: timestamps)
        var reader = FrameReader()
        for round in 0..<3 {
            let count = round == 0 ? Int(seed) : Int.random(in: 1...400, using: &random)
            // Numbers above 127 take more than a byte.
            let names = RandomRows.hardNames + (0..<(round == 2 ? 300 : 2)).map { "name \($0)" }
            let rows = RandomRows(
                seed: seed &* 7 &+ UInt64(round), rows: count, regularTime: round != 1, withNulls: seed % 3 != 0,
                names: names)
            let message = try encoder.encode(RandomRows.table, rows: count) { block throws(QWPError) in
                try rows.fill(&block, 0..<count)
            }
            let read = try reader.read(encoder.frame(message, known: reader.symbols.count))
            #expect(read.table == "every type")
            #expect(read.rows == count)
            #expect(read.columns == rows.expected(0..<count))
        }
    }

    @Test(
        arguments: [
            (0, 0), (1, 0), (999, 0), (1_000, 1), (-1, -1), (-1_000, -1), (-1_001, -2), (.max, 9_223_372_036_854_775),
            (.min + 1, -9_223_372_036_854_776),
        ] as [(Int64, Int64)])
    func nanoseconds_betweenMicroseconds_areCutTowardsThePast(nanoseconds: Int64, microseconds: Int64) {
        #expect(QWPBlock.microseconds(nanoseconds) == microseconds)
    }

    @Test(arguments: [Int64(Int32.max) + 1, Int64(Int32.min) - 1, .max, .min])
    func ints_thatDoNotFit_areRefusedWithTheirRow(value: Int64) throws {
        let table = try QWPTable("t", columns: [QWPColumn("n", .int)])
        let values = [1, -1, value]
        let error = #expect(throws: QWPError.self) {
            _ = try QWPEncoder().encode(table, rows: 3) { block throws(QWPError) in
                try block.ints(values.span, null: -1)
            }
        }
        #expect(error?.code == .value)
        #expect(error?.message.contains("row 2 of t.n") == true)
    }

    @Test func ints_wideValueForNull_isNotRefused() throws {
        let table = try QWPTable("t", columns: [QWPColumn("n", .int)])
        let values: [Int64] = [.min, 7]
        let encoder = QWPEncoder()
        let message = try encoder.encode(table, rows: 2) { block throws(QWPError) in
            try block.ints(values.span, null: .min)
        }
        var reader = FrameReader()
        #expect(try reader.read(encoder.frame(message)).cells("n") == [.null, .integer(7)])
    }

    @Test func timestamps_regular_takeLessThanHalfWhenCompressed() throws {
        let table = try QWPTable("t", columns: [.designated("time")])
        let times = (0..<10_000).map { Int64($0) * 60_000_000_000 }
        let sizes = try [QWPEncoder.Timestamps.plain, .compressed].map { timestamps in
            try QWPEncoder(timestamps: timestamps).encode(table, rows: times.count) { block throws(QWPError) in
                block.timestamps(nanoseconds: times.span)
            }.byteCount
        }
        #expect(sizes[0] > 80_000)
        #expect(sizes[1] < 1_300)
    }

    /// A difference that needs 33 bits cannot be packed; the values are sent as they are.
    @Test(
        arguments: [
            [0, 1, 3_000_000_000, 3_000_000_001, 3_000_000_002, 3_000_000_003, 3_000_000_004],
            [.min + 1, .max, .min + 1, .max, 0],
        ] as [[Int64]])
    func timestamps_withWideDifferences_areSentPlain(times: [Int64]) throws {
        let table = try QWPTable("t", columns: [.designated("time")])
        let encoder = QWPEncoder(timestamps: .compressed)
        let message = try encoder.encode(table, rows: times.count) { block throws(QWPError) in
            block.timestamps(microseconds: times.span)
        }
        var reader = FrameReader()
        let read = try reader.read(encoder.frame(message))
        #expect(read.columns[0].cells == times.map { .integer($0) })
        #expect(message.byteCount > 8 * times.count)
    }

    @Test func symbols_thatNoRowUses_areNotSent() throws {
        let table = try QWPTable("t", columns: [QWPColumn("s", .symbol)])
        let encoder = QWPEncoder()
        let ids: [UInt32] = [2, 2, 0]
        let message = try encoder.encode(table, rows: 3) { block throws(QWPError) in
            try block.symbols(ids: ids.span, names: ["a", "b", "c"])
        }
        var reader = FrameReader()
        _ = try reader.read(encoder.frame(message))
        #expect(reader.symbols == [Array("a".utf8), Array("c".utf8)])
    }

    @Test func symbols_knownToTheConnection_areNotSentAgain() throws {
        let table = try QWPTable("t", columns: [QWPColumn("s", .symbol)])
        let encoder = QWPEncoder()
        var reader = FrameReader()
        for (name, new) in [("a", 1), ("a", 0), ("b", 1), ("a", 0)] {
            let message = try encoder.encode(table, rows: 1) { block throws(QWPError) in
                try block.symbols(constant: name)
            }
            let read = try reader.read(encoder.frame(message, known: reader.symbols.count))
            #expect(read.newSymbols == new)
            #expect(read.cells("s") == [.text(name)])
        }
    }

    @Test func block_ofAnotherNumberOfRows_traps() async {
        await #expect(processExitsWith: .failure) {
            let table = try QWPTable("t", columns: [QWPColumn("s", .double)])
            let values = [1.0, 2.0]
            _ = try QWPEncoder().encode(table, rows: 3) { block throws(QWPError) in block.doubles(values.span) }
        }
    }

    @Test func block_withoutItsLastColumn_traps() async {
        await #expect(processExitsWith: .failure) {
            let table = try QWPTable("t", columns: [QWPColumn("s", .double), QWPColumn("u", .double)])
            let values = [1.0, 2.0]
            _ = try QWPEncoder().encode(table, rows: 2) { block throws(QWPError) in block.doubles(values.span) }
        }
    }

    @Test func symbols_idOutsideTheTable_traps() async {
        await #expect(processExitsWith: .failure) {
            let table = try QWPTable("t", columns: [QWPColumn("s", .symbol)])
            let ids: [UInt32] = [0, 2]
            _ = try QWPEncoder().encode(table, rows: 2) { block throws(QWPError) in
                try block.symbols(ids: ids.span, names: ["a", "b"])
            }
        }
    }
}
