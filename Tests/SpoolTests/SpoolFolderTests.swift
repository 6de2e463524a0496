import Foundation
import MarketData
import Storage
import Testing

@testable import Spool

/// A spool with records of a few rows, and its files as they were written.
struct SmallSpool {
    let root = try! TemporaryFolder()
    let card = StoreCard(
        location: "test:small", identity: .random(), traits: StoreTraits(order: .byTime, batchesAGroup: 3),
        limit: 1 << 20)
    var place: SpoolPlace { SpoolPlace(root: root.path, location: "test:small") }

    func open(limit: Int64 = 1 << 20, segmentBytes: Int64 = 1 << 20) throws(StorageError) -> SpoolFolder {
        try SpoolFolder(root: root.path, location: "test:small", limit: limit, segmentBytes: segmentBytes)
    }

    /// Appends records of two rows each, numbered by their open price.
    func fill(_ numbers: Range<Int>, segmentBytes: Int64 = 1 << 20) throws {
        let folder = try open(segmentBytes: segmentBytes)
        try folder.note(card)
        for number in numbers {
            var records = [try Self.record(number)]
            try folder.append(&records, at: Timestamp(nanoseconds: Int64(number)))
            #expect(records.isEmpty)
        }
    }

    static func record(_ number: Int) throws -> SpoolRecord {
        let batch = CandleBatch.candles(0..<2)
        batch.open[0] = Double(number)
        var spare: [[UInt8]] = []
        return try SpoolRecord(StoredRows(.candles(batch), of: .candles()), at: "test:small", reusing: &spare)
    }

    /// The numbers of the records that the folder hands on.
    func numbers() throws -> [Int] {
        let folder = try open()
        var numbers: [Int] = []
        for segment in folder.segments {
            try folder.read(segment) { (stored, _) throws(StorageError) in
                if case .candles(let batch) = stored.batch { numbers.append(Int(batch.open[0])) }
            }
        }
        return numbers
    }

    var segments: [String] {
        get throws { try place.files().filter { $0.kind == .segment }.map { place.segment($0.number) } }
    }
    func read(_ path: String) throws -> Data { try #require(FileManager.default.contents(atPath: path)) }
    func write(_ bytes: Data, to path: String) throws { try bytes.write(to: URL(filePath: path)) }
}

@Suite struct SpoolFolderTests {
    let spool = SmallSpool()

    @Test func append_thenRead_givesTheRowsInOrder() throws {
        try spool.fill(1..<8)
        #expect(try spool.numbers() == Array(1..<8))
        let folder = try spool.open()
        try folder.removeFirst()
        #expect(folder.isEmpty)
        #expect(try spool.segments.isEmpty)
    }

    @Test func append_smallSegments_goesOnAcrossThem() throws {
        try spool.fill(1..<8, segmentBytes: 400)
        #expect(try spool.segments.count > 2)
        try spool.fill(8..<10, segmentBytes: 400)
        #expect(try spool.numbers() == Array(1..<10))
    }

    @Test(arguments: [false, true]) func open_tailTornAtAnyByte_cutsItAndKeepsTheRest(zeros: Bool) throws {
        try spool.fill(1..<3)
        let path = try #require(try spool.segments.first)
        let start = try spool.read(path).count
        try spool.fill(3..<4)
        let whole = try spool.read(path)
        let bodyEnd = whole.count - RecordHeader.endMark.count
        for length in start..<whole.count {
            // A file system may have noted the new length before the bytes.
            let rest = zeros ? Data(count: whole.count - length) : Data()
            try spool.write(whole[..<length] + rest, to: path)
            try spool.fill(4..<5)
            // A record of which only zeros are missing is whole.
            let isWhole = zeros && whole[..<bodyEnd].dropFirst(length).allSatisfy { $0 == 0 }
            #expect(try spool.numbers() == (isWhole ? [1, 2, 3, 4] : [1, 2, 4]), "cut at byte \(length)")
        }
    }

    @Test(arguments: [0x01, 0xff] as [UInt8]) func open_oneByteChanged_isFoundAndTold(_ mask: UInt8) throws {
        try spool.fill(1..<6, segmentBytes: 400)
        let paths = try spool.segments + [spool.place.card]
        #expect(paths.count == 4)
        let originals = try paths.map(spool.read)
        for (path, whole) in zip(paths, originals) {
            for index in 0..<whole.count {
                var changed = whole
                changed[index] ^= mask
                try spool.write(changed, to: path)
                let error = #expect(throws: StorageError.self, "byte \(index) of \(path)") { _ = try spool.numbers() }
                #expect(error?.code == .corrupt, "byte \(index) of \(path)")
                #expect(error?.location == path)
            }
            try spool.write(whole, to: path)
        }
        #expect(try spool.numbers() == Array(1..<6))
    }

    @Test func read_damagedRecord_namesItsByteAndHandsOnNoneOfItsRows() throws {
        try spool.fill(1..<3, segmentBytes: 100)
        try spool.fill(3..<4, segmentBytes: 100)
        let path = try #require(try spool.segments.dropFirst().first)
        var bytes = try spool.read(path)
        bytes[Int(Segment.headerSize) + 100] ^= 1
        try spool.write(bytes, to: path)
        let folder = try spool.open()
        var handedOn = 0
        let error = #expect(throws: StorageError.self) {
            try folder.read(folder.segments[1]) { (_, _) throws(StorageError) in handedOn += 1 }
        }
        #expect(error?.message == "the record at byte 24 is damaged: its rows were changed")
        #expect(handedOn == 0)
    }

    @Test func open_segmentCutShortBeforeAnother_isDamage() throws {
        try spool.fill(1..<4, segmentBytes: 100)
        let path = try #require(try spool.segments.first)
        try spool.write(try spool.read(path).dropLast(9), to: path)
        let error = #expect(throws: StorageError.self) { _ = try spool.open() }
        #expect(error?.code == .corrupt)
        #expect(error?.location == path)
    }

    @Test func open_segmentGone_isToldUnlessItWasGivenUp() throws {
        try spool.fill(1..<5, segmentBytes: 100)
        let path = try #require(try spool.segments.dropFirst().first)
        let bytes = try spool.read(path)
        try FileManager.default.removeItem(atPath: path)
        let error = #expect(throws: StorageError.self) { _ = try spool.open() }
        #expect(error?.message.contains("records 2 to 2 are missing") == true)
        try spool.write(bytes, to: path.replacing(".rows", with: ".damaged"))
        #expect(try spool.numbers() == [1, 3, 4])
        // Numbers are not used again while the file is there.
        try spool.fill(7..<8)
        #expect(try spool.numbers() == [1, 3, 4, 7])
    }

    @Test func open_cardGone_isTold() throws {
        try spool.fill(1..<3)
        try FileManager.default.removeItem(atPath: spool.place.card)
        #expect(#expect(throws: StorageError.self) { _ = try spool.open() }?.code == .corrupt)
    }

    @Test func open_twice_isBusy() throws {
        let first = try spool.open()
        let error = #expect(throws: StorageError.self) { _ = try spool.open() }
        #expect(error?.code == .busy)
        withExtendedLifetime(first) {}
    }

    @Test func open_whileAnotherProcessHasIt_isBusy() async throws {
        let first = try spool.open()
        await #expect(processExitsWith: .exitCode(75)) { [root = spool.root.path as String] in
            do throws(StorageError) {
                _ = try SpoolFolder(root: root, location: "test:small", limit: 1000, segmentBytes: 1000)
            } catch {
                exit(error.code == .busy ? 75 : 1)
            }
        }
        withExtendedLifetime(first) {}
    }

    @Test func append_beyondTheLimit_takesWhatFitsAndSaysFull() throws {
        let size = Int64(try SmallSpool.record(1).bytes.count)
        let folder = try spool.open(limit: Segment.headerSize + 3 * size + size - 1)
        try folder.note(spool.card)
        var records = try (1..<6).map(SmallSpool.record)
        let error = #expect(throws: StorageError.self) { try folder.append(&records, at: .earliest) }
        #expect(error?.code == .full)
        #expect(records.count == 2)
        #expect(folder.status.records == 3)
        #expect(folder.status.bytes <= folder.limit)
    }

    @Test func record_everyValue_comesBackBitForBit() throws {
        let extremes: [Double] = [
            0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, -1e-300,
            Double(bitPattern: 0x7ff8_0000_dead_beef),
        ]
        let batch = TradeBatch(capacity: extremes.count)
        batch.count = extremes.count
        for (row, value) in extremes.enumerated() {
            batch.time[row] = row % 2 == 0 ? .min : .max
            batch.price[row] = value
            batch.volume[row] = extremes[extremes.count - 1 - row]
            batch.side[row] = Int8(row)
            batch.tradeID[row] = .max - Int64(row)
            batch.ordinal[row] = .max
            batch.symbol[row] = UInt32(row % 2)
        }
        // Memory that held something else, a little larger or smaller, far too small, or none.
        var spare = [700, 300, 10].map { [UInt8](repeating: 0xff, count: $0) }
        let stored = StoredRows(.trades(batch), among: [.trades("Ünï"), .trades("")])
        let records = try (0..<4).map { _ in try SpoolRecord(stored, at: "test:small", reusing: &spare) }
        for other in records { #expect(other.bytes == records[0].bytes) }
        let record = records[3]
        var rows = RecordRows()
        let back = try rows.rows(of: record)
        guard case .trades(let read) = back.batch else {
            Issue.record("trades came back as candles")
            return
        }
        #expect(back.series == [.trades("Ünï"), .trades("")])
        #expect(read.count == batch.count)
        for row in 0..<batch.count {
            #expect(read.time[row] == batch.time[row])
            #expect(read.price[row].bitPattern == batch.price[row].bitPattern)
            #expect(read.volume[row].bitPattern == batch.volume[row].bitPattern)
            #expect(read.side[row] == batch.side[row])
            #expect(read.tradeID[row] == batch.tradeID[row])
            #expect(read.ordinal[row] == batch.ordinal[row])
            #expect(read.symbol[row] == batch.symbol[row])
        }
    }

    @Test(arguments: ["exception", "none"]) func card_writtenAndRead_isTheSame(_ what: String) {
        var card = spool.card
        if what == "exception" {
            card.traits.exceptions = [.countsWrites: "it only takes them", .keepsVWAP: "no column"]
        }
        #expect(StoreCard(card.encoded) == card)
    }

    @Test func place_locations_haveSafeAndDifferentNames() {
        let names = [
            "questdb:http://h:9000", "questdb:http://h/9000", "../../etc", "a\0b", String(repeating: "é", count: 300),
        ]
        .map { SpoolPlace(root: "/r", location: $0).path.dropFirst(3) }
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.utf8.count <= 73)
            #expect(name.utf8.allSatisfy { $0 != 0x2f && $0 >= 0x2d && $0 < 0x7f })
        }
        #expect(names[0].hasPrefix("questdb-http---h-9000-"))
    }
}
