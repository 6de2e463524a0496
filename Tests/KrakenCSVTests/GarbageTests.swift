import AdapterHost
import MarketData
import Testing

/// What no file should hold: nothing breaks, and pieces make no difference. Seeds are in the arguments.
@Suite struct GarbageTests {
    private static let names = ["XBTUSD_1.csv", "XBTUSD.csv"]

    @Test(arguments: names, UInt64(1)...12)
    func randomBytes_areReadTheSameInPieces(name: String, seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let bytes = (0..<Int.random(in: 0...3000, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        try readInPieces(name, bytes, &random)
    }

    @Test(arguments: names, UInt64(1)...40)
    func randomLettersOfNumbers_areReadTheSameInPieces(name: String, seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let letters = Array("0123456789,,,,..-+eE\n\r\"bs ".utf8)
        // A good start, so that the rest is judged line by line.
        var bytes = Array((name.contains("_") ? "60,1,1,1,1,1,1\n" : "60,1,1\n").utf8)
        for _ in 0..<2000 { bytes.append(letters[Int.random(in: 0..<letters.count, using: &random)]) }
        try readInPieces(name, bytes, &random)
    }

    @Test(arguments: UInt64(1)...40)
    func candlesWithDamage_giveTheGoodLinesAndRefuseTheOthers(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        var text = "1672531140,1,1,1,1,1,1\n"
        for index in 0..<200 {
            let prices = (0..<5).map { _ in number(&random) }
            text +=
                "\(1_672_531_200 + index * 60),\(prices.joined(separator: ",")),\(Int.random(in: 0...999, using: &random))\n"
        }
        var bytes = Array(text.utf8)
        let letters = Array("0123456789,.eE-+nx\n".utf8)
        for _ in 0..<60 {
            // Behind the first line, which shows that the file has seven columns.
            let place = Int.random(in: 23..<bytes.count, using: &random)
            bytes[place] = letters[Int.random(in: 0..<letters.count, using: &random)]
        }
        let reading = try readInPieces("XBTUSD_1.csv", bytes, &random)
        let lines = String(decoding: bytes, as: UTF8.self)
        // The oracle takes no `40.0` and no fraction of a second, which the adapter does.
        let oracle = Oracle.rows(lines, columns: 7)
        let ours = Dictionary(uniqueKeysWithValues: reading.rows.map { ($0.row, $0) })
        for row in oracle { #expect(ours[row.row] == row) }
        let filled = lines.split(separator: "\n").count
        #expect(reading.rows.count + reading.rejects.count == filled)
        let surplus = reading.rows.count - oracle.count
        #expect(surplus >= 0 && surplus < 30, "\(surplus) rows that the oracle does not have")
    }

    /// A number in one of the shapes that Kraken writes.
    private func number(_ random: inout SeededGenerator) -> String {
        let value = Double.random(in: 0..<100_000, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "\(Int(value))"
        case 1: return "\((value * 10).rounded() / 10)"
        case 2: return "\(value)"
        default: return "\(value / 1e9)"
        }
    }

    @discardableResult
    private func readInPieces(
        _ name: String, _ bytes: [UInt8], _ random: inout SeededGenerator
    ) throws -> Reading {
        let whole = try FileReader(name, bytes).read()
        for capacity in [1, 7, 100] {
            let places = (0..<30).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
            let pieces = try FileReader(name, bytes, capacity: capacity).read(pieces: places)
            let isTheSame = pieces == whole
            #expect(isTheSame, "batches of \(capacity), split at \(places)")
        }
        return whole
    }
}
