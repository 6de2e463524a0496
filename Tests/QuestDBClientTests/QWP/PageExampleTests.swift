import NIOCore
import Testing

@testable import QuestDBClient

/// The examples of QuestDB's page on QWP ingress, byte for byte.
@Suite struct PageExampleTests {
    @Test func block_singleTableWithThreeColumns_isThePagesBytes() throws {
        let table = try QWPTable(
            "sensors", columns: [QWPColumn("id", .long), QWPColumn("value", .double), .designated("ts")])
        let encoder = QWPEncoder()
        let (ids, values, times): ([Int64], [Double], [Int64]) = ([1, 2], [1.3, 2.2], [10_000_000_000, 400_000])
        let message = try encoder.encode(table, rows: 2) { block throws(QWPError) in
            block.longs(ids.span)
            block.doubles(values.span)
            block.timestamps(microseconds: times.span)
        }
        // A WebSocket client always sends a dictionary, so the page's flags and the empty dictionary differ.
        let head: [UInt8] = [0x51, 0x57, 0x50, 0x31, 0x01, 0x08, 0x01, 0x00]
        let block =
            hex("07 73 65 6E 73 6F 72 73 02 03 02 69 64 05 05 76 61 6C 75 65 07 00 0A")
            + hex("00 01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00")
            + hex("00 CD CC CC CC CC CC F4 3F 9A 99 99 99 99 99 01 40")
            + hex("00 00 E4 0B 54 02 00 00 00 80 1A 06 00 00 00 00 00")
        #expect(encoder.frame(message) == head + [UInt8(block.count + 2), 0, 0, 0, 0, 0] + block)
    }

    @Test func frame_gorillaTimestampsWithDictionary_isThePagesBytes() throws {
        let table = try QWPTable(
            "sensors", columns: [QWPColumn("host", .symbol), QWPColumn("temp", .double), .designated("ts")])
        let encoder = QWPEncoder(timestamps: .compressed)
        let (hosts, values, times): ([UInt32], [Double], [Int64]) = ([0, 1], [91.6, 92.4], [1, 2])
        let message = try encoder.encode(table, rows: 2) { block throws(QWPError) in
            try block.symbols(ids: hosts.span, names: ["server1", "server2"])
            block.doubles(values.span)
            block.timestamps(microseconds: times.span)
        }
        let payload =
            hex("00 02 07 73 65 72 76 65 72 31 07 73 65 72 76 65 72 32")
            + hex("07 73 65 6E 73 6F 72 73 02 03 04 68 6F 73 74 09 04 74 65 6D 70 07 00 0A")
            + hex("00 00 01")
            + hex("00 66 66 66 66 66 E6 56 40 9A 99 99 99 99 19 57 40")
            + hex("00 01 01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00")
        #expect(encoder.frame(message) == hex("51 57 50 31 01 0C 01 00") + [UInt8(payload.count), 0, 0, 0] + payload)
    }

    @Test func bitmap_rowsZeroTwoAndNineAreNull_isThePagesBytes() throws {
        let table = try QWPTable("t", columns: [QWPColumn("n", .timestamp)])
        let numbers: [Int64] = [-1, 1, -1, 3, 4, 5, 6, 7, 8, -1]
        let message = try QWPEncoder().encode(table, rows: 10) { block throws(QWPError) in
            block.timestamps(microseconds: numbers.span, null: -1)
        }
        let values = ([1, 3, 4, 5, 6, 7, 8] as [UInt8]).flatMap { [$0, 0, 0, 0, 0, 0, 0, 0] as [UInt8] }
        #expect(Array(message.block.readableBytesView) == hex("01 74 0A 01 01 6E 0A 01 05 02") + values)
    }

    private func hex(_ text: String) -> [UInt8] { text.split(separator: " ").map { UInt8($0, radix: 16)! } }
}
