import Foundation
import MarketData
import Storage
import StorageSQLite
import Synchronization
import Testing

@testable import Spool

/// Rounds of chance, each from its seed: a job writes, the server goes and comes back, processes end and begin.
@Suite struct SpoolRoundsTests {
    @Test(arguments: 0..<200) func store_awayBackAndKilledByChance_endsAsWrittenDirectly(seed: Int) throws {
        var chance = Chance(seed: UInt64(seed))
        let stage = try Stage(buffers: Bool.random(using: &chance))
        let segmentBytes = Int64.random(in: 500...20_000, using: &chance)
        let limit = Int64.random(in: 8000...100_000, using: &chance)
        let memory = Int.random(in: 1000...30_000, using: &chance)
        let mode: SpoolSettings.WhenAway = Bool.random(using: &chance) ? .spool : .pause
        let open = { () throws(StorageError) in
            try stage.store {
                ($0.segmentBytes, $0.limit, $0.memory, $0.whenAway) = (segmentBytes, limit, memory, mode)
            }
        }
        // Who waits long enough gets the server back, else a full spool would end the round.
        stage.clock.whenWaiting.withLock {
            $0 = { [server = stage.server] number in if number % 7 == 0 { server.isAway = false } }
        }
        let batches = (0..<30).map { Batch(version: $0, using: &chance) }
        var store: SpoolingStore? = try open()
        var next = 0
        var settled = 0
        while next < batches.count {
            switch Int.random(in: 0..<12, using: &chance) {
            case 0: stage.server.isAway = true
            case 1: stage.server.state.withLock { $0.callsLeft = Int.random(in: 0..<8, using: &chance) }
            case 2: stage.server.isAway = false
            case 3, 4: stage.clock.advance(.milliseconds(Int.random(in: 0..<5000, using: &chance)))
            case 5:
                // The process dies; the next one finds what was being written, and begins behind what was settled.
                stage.server.state.withLock { $0.stillStored = Int.random(in: 0..<4, using: &chance) }
                store = nil
                if Bool.random(using: &chance) { try tearTail(of: stage.place, using: &chance) }
                store = try open()
                next = settled
            case 6, 7:
                let here = try #require(store)
                try here.settle(here.mark)
                settled = next
            case 8: _ = try? store?.drain()
            default:
                try batches[next].write(to: try #require(store))
                next += 1
            }
        }
        stage.server.isAway = false
        try store?.settle(try #require(store).mark)
        _ = try store?.drain()
        #expect(store?.status.rows == 0)
        #expect(try stage.place.files().isEmpty)
        let direct = try Server(stage.folder.file("direct.db"))
        for batch in batches { try batch.write(to: direct.store) }
        let (here, there) = (try Contents(of: stage.server.store), try Contents(of: direct.store))
        #expect(here == there)
        #expect(here.count > 100)
    }

    /// Leaves the beginning of a record behind the last one, as a process that was killed while it wrote would.
    private func tearTail(of place: SpoolPlace, using chance: inout Chance) throws {
        guard let number = try place.files().last(where: { $0.kind == .segment })?.number else { return }
        let file = try SpoolFile(place.segment(number), for: .extending)
        var record = try SmallSpool.record(1)
        var segment = Segment(first: number, path: place.segment(number))
        #expect(try segment.scan(file, wholly: true) == .whole)
        record.seal(number: segment.next, at: .earliest)
        let length = Int.random(in: 0..<record.bytes.count, using: &chance)
        try file.write(Array(record.bytes[..<length]), at: try file.size())
    }
}

/// A batch of the job.
private struct Batch {
    let rows: Range<Int64>
    let version: Double
    let kind: Int

    init(version: Int, using chance: inout Chance) {
        let start = Int64.random(in: 0..<150, using: &chance)
        rows = start..<start + Int64.random(in: 1..<60, using: &chance)
        self.version = Double(version)
        kind = Int.random(in: 0..<4, using: &chance)
    }

    func write(to store: some TimeSeriesStore) throws {
        switch kind {
        case 0: _ = try store.write(.candles(rows, version: version), to: .candles())
        case 1: _ = try store.write(.trades(rows, version: version), to: .trades())
        case 2:
            _ = try store.write(
                .candles(rows, places: 2, version: version), among: [.candles(), .candles("ETH", minutes: 5)])
        default: _ = try store.write(.candles(rows, version: version), to: .candles("ETH", minutes: 5))
        }
    }
}

/// SplitMix64.
private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
