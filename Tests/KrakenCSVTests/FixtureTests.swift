import AdapterHost
import Foundation
import MarketData
import Testing

/// A real file and how many rows it has.
struct Fixture: CustomTestStringConvertible {
    let path: String
    let rows: Int
    let first: Int64
    let last: Int64

    init(_ path: String, _ rows: Int, _ first: Int64, _ last: Int64) {
        self.path = path
        self.rows = rows
        self.first = first
        self.last = last
    }

    var testDescription: String { path }
    var columns: Int { path.contains("trades") ? 3 : 7 }
    var name: String { URL(filePath: path).lastPathComponent }

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: Kraken.fixtures.appending(path: path))) }

    static let all = [
        Fixture("kraken-csv-ohlcvt/STORJUSD_60.csv", 1508, 1_594_818_000, 1_601_506_800),
        Fixture("kraken-csv-ohlcvt/2023Q3/ETHUSD_5.csv", 26444, 1_688_169_600, 1_696_118_100),
        Fixture("kraken-csv-ohlcvt/XDGUSD_5.csv", 52578, 1_719_792_000, 1_735_689_300),
        Fixture("kraken-csv-ohlcvt/XBTEUR_60.csv", 2208, 1_727_740_800, 1_735_686_000),
        Fixture("kraken-csv-ohlcvt/XBTUSD_720.csv", 180, 1_672_531_200, 1_680_264_000),
        Fixture("kraken-csv-ohlcvt/HONEYUSD_5.csv", 16752, 1_720_015_200, 1_735_689_300),
        Fixture("kraken-csv-ohlcvt/XBTUSDC_1.csv", 56717, 1_672_531_200, 1_680_307_140),
        Fixture("kraken-csv-ohlcvt/ADAUSD_1440.csv", 916, 1_538_092_800, 1_617_148_800),
        Fixture("kraken-csv-ohlcvt/PEPEUSD_5.csv", 47723, 1_719_792_000, 1_735_689_300),
        Fixture("kraken-csv-ohlcvt/ETHUSD_5.csv", 52943, 1_719_792_000, 1_735_689_300),
        Fixture("kraken-csv-ohlcvt/XBTEUR_15.csv", 8832, 1_727_740_800, 1_735_688_700),
        Fixture("kraken-csv-ohlcvt/XBTEUR_240.csv", 4384, 1_704_067_200, 1_767_211_200),
        Fixture("kraken-csv-ohlcvt/ETHUSD_240.csv", 4383, 1_704_067_200, 1_767_211_200),
        Fixture("kraken-csv-trades/BCHEUR.csv", 148, 1_672_531_436, 1_672_615_187),
    ]
    static let small = all.filter { $0.rows < 5000 }
}

/// Real files, value by value against `Double(text)`.
@Suite(.enabled(if: Kraken.hasFixtures, Kraken.absence)) struct FixtureTests {
    @Test(arguments: Fixture.all)
    func realFile_wholeAndInPieces_givesEveryValueOfItsText(fixture: Fixture) throws {
        let bytes = try fixture.bytes()
        let whole = try FileReader(fixture.name, bytes, capacity: 65_536).read()
        #expect(whole.failure == nil && whole.rejects.isEmpty)
        #expect(whole.rows.count == fixture.rows)
        #expect(whole.rows.first?.time == fixture.first * 1_000_000_000)
        #expect(whole.rows.last?.time == fixture.last * 1_000_000_000)
        let oracle = Oracle.rows(String(decoding: bytes, as: UTF8.self), columns: fixture.columns)
        // Not #expect of two arrays: its message would be the whole file.
        let isEqual = whole.rows == oracle
        #expect(isEqual, "first difference: \(String(describing: zip(whole.rows, oracle).first { $0 != $1 }))")
        #expect(sums(whole.rows) == sums(oracle))

        var random = SeededGenerator(state: UInt64(bytes.count))
        let places = (0..<40).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
        let isTheSame = try FileReader(fixture.name, bytes, capacity: 1000).read(pieces: places) == whole
        #expect(isTheSame, "split at \(places)")
        // Truncated at the same places: all whole lines before, and at most the line in which it was cut.
        // A large file fewer times, so that the tests stay quick.
        for place in places.shuffled(using: &random).prefix(1 + 40_000 / fixture.rows) where place > 100 {
            let cut = try FileReader(fixture.name, Array(bytes.prefix(place)), capacity: 65_536).read()
            let complete = Int64(bytes.prefix(place).lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
            let kept = whole.rows.prefix { $0.position < complete }
            let isKept = cut.rows.prefix(kept.count) == kept && cut.rows.count + cut.rejects.count <= kept.count + 1
            #expect(isKept, "cut at \(place)")
        }
    }

    @Test(arguments: Fixture.small)
    func realFile_resumedAtEveryToken_equalsTheWhole(fixture: Fixture) throws {
        let bytes = try fixture.bytes()
        let (whole, stops) = try FileReader(fixture.name, bytes, capacity: max(fixture.rows / 12, 1)).readWithStops()
        #expect(stops.count >= 12)
        for stop in stops {
            let rest = try FileReader(fixture.name, bytes, token: stop.token).read()
            let isTheRest = rest.rows == Array(whole.rows.dropFirst(stop.rows))
            #expect(isTheRest, "resumed after \(stop.rows) rows")
            #expect(rest.assertions == whole.assertions && rest.failure == nil)
        }
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1000])
    func realFile_inBatchesOfAnySize_isTheSame(capacity: Int) throws {
        let fixture = Fixture.small[0]
        let bytes = try fixture.bytes()
        let whole = try FileReader(fixture.name, bytes, capacity: 65_536).read()
        let isTheSame = try FileReader(fixture.name, bytes, capacity: capacity).read() == whole
        #expect(isTheSame && whole.rows.count == fixture.rows)
    }

    @Test func repeatedTrades_ofARealFile_areAllKept() throws {
        let fixture = try #require(Fixture.all.last)
        let rows = try FileReader(fixture.name, fixture.bytes()).read().rows
        // Equal in all but their place in the file.
        let distinct = Set(rows.map { [$0.time.description, $0.numbers.description] })
        #expect(rows.count == 148 && distinct.count == 147)
    }

    /// Sums of every column, in the order of the file.
    private func sums(_ rows: [Row]) -> [Double] {
        var sums = [Double](repeating: 0, count: 7)
        for row in rows {
            for (index, bits) in row.numbers.enumerated() { sums[index] += Double(bitPattern: bits) }
            sums[6] += Double(row.count)
        }
        return sums
    }
}
