import Foundation
import MarketData
import Storage
import StorageSQLite
import Synchronization
import Testing

@testable import Live

@Suite struct StoreWatchTests {
    private static let hour = Series(
        Instrument(base: "BTC", quote: "USD"), .candles(Interval(minutes: 60)!), source: "kraken-csv")
    private static let trades = Series(Instrument(base: "BTC", quote: "USD"), .trades, source: "kraken-csv")

    @Test func look_theFirst_tellsNothing() throws {
        let scene = try Scene()
        try scene.writeCandles(Self.hour, hours: 0..<3)
        _ = try scene.start()
        #expect(try scene.watch.look() == StoreWatch.Found())
        #expect(scene.told().isEmpty)
    }

    @Test func look_aJobThatStartsMovesAndEnds_isToldEachTimeAndOnlyThen() throws {
        let scene = try Scene()
        try scene.watch.look()
        let job = try scene.start()
        #expect(try scene.watch.look().jobs == 1)
        #expect(try scene.watch.look().jobs == 0)
        var progress = JobProgress(at: Timestamp(nanoseconds: 5))
        progress.rowsRead = 7
        try scene.ledger.updateJob(job, progress: progress)
        #expect(try scene.watch.look() == StoreWatch.Found(jobs: 1))
        try scene.ledger.finishJob(job, state: .completed, message: "", progress: progress)
        #expect(try scene.watch.look() == StoreWatch.Found(jobs: 1, hasEndedJob: true))
        #expect(try scene.watch.look() == StoreWatch.Found())
        #expect(scene.told() == ["job \(job) RUNNING 0", "job \(job) RUNNING 7", "job \(job) COMPLETED 7"])
    }

    @Test func look_newCandles_areToldOnceWithTheirRows() throws {
        let scene = try Scene()
        try scene.writeCandles(Self.hour, hours: 0..<3)
        try scene.watch.look()
        _ = try scene.start()
        try scene.writeCandles(Self.hour, hours: 3..<5)
        try scene.watch.look()
        try scene.watch.look()
        let head =
            #"candles {"count":2,"from":"1970-01-01T03:00:00Z","rows":[{"close":3.5,"high":4,"low":3,"open":3.5,"time":"1970-01-01T03:00:00Z","trades":null,"volume":null}"#
        let told = scene.told().filter { $0.hasPrefix("candles") }
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix(head) == true, "\(told)")
        let tail =
            #""series":{"asset":"BTC","interval_minutes":60,"quote":"USD","source":"kraken-csv"},"to":"1970-01-01T04:00:00Z"}"#
        #expect(told.first?.hasSuffix(tail) == true, "\(told)")
    }

    @Test func look_theLastCandleWrittenAgain_isToldOnceAsCorrected() throws {
        let scene = try Scene()
        try scene.writeCandles(Self.hour, hours: 0..<3)
        try scene.watch.look()
        let job = try scene.start()
        // The same again is nothing new, an older one is none of the end.
        try scene.writeCandles(Self.hour, hours: 0..<3)
        try scene.writeCandles(Self.hour, hours: 0..<1, close: 0.75)
        try scene.report(job, updated: 1)
        for _ in 0..<3 { try scene.watch.look() }
        #expect(!scene.told().contains { $0.hasPrefix("candles") })
        try scene.writeCandles(Self.hour, hours: 2..<3, close: 0.75)
        try scene.report(job, updated: 2)
        for _ in 0..<10 { try scene.watch.look() }
        let told = scene.told().filter { $0.hasPrefix("candles") }
        #expect(told.count == 1, "\(told)")
        let head =
            #"candles {"corrected":true,"count":1,"from":"1970-01-01T02:00:00Z","rows":[{"close":2.75,"high":3,"low":2,"#
        #expect(told.first?.hasPrefix(head) == true && told[0].hasSuffix(#""to":"1970-01-01T02:00:00Z"}"#), "\(told)")
    }

    @Test func look_theLastCandleWrittenAgainAndNewOnes_areToldInThisOrder() throws {
        let scene = try Scene()
        try scene.writeCandles(Self.hour, hours: 0..<3)
        try scene.watch.look()
        _ = try scene.start()
        try scene.writeCandles(Self.hour, hours: 2..<5, close: 0.75)
        try scene.watch.look()
        let told = scene.told().filter { $0.hasPrefix("candles") }
        #expect(told.count == 2, "\(told)")
        #expect(told[0].contains(#""corrected":true,"count":1,"from":"1970-01-01T02:00:00Z""#))
        #expect(told[1].contains(#"{"count":2,"from":"1970-01-01T03:00:00Z""#) && !told[1].contains("corrected"))
        // Many new ones: their count, and the correction all the same.
        try scene.writeCandles(Self.hour, hours: 4..<5 + 600)
        try scene.watch.look()
        let many = scene.told().filter { $0.hasPrefix("candles") }
        #expect(many.count == 2 && many[0].contains(#""corrected":true,"#) && many[1].contains(#""count":600,"#))
    }

    @Test func look_candlesOfManySeriesWrittenAgain_areToldInPortions() throws {
        let scene = try Scene()
        let all = (0..<SeriesEnds.mostSeries + 50).map {
            Series(Instrument(base: "A\($0)", quote: "USD"), .candles(Interval(minutes: 60)!), source: "x")
        }
        for series in all { try scene.writeCandles(series, hours: 0..<1) }
        try scene.watch.look()
        let job = try scene.start()
        for series in all { try scene.writeCandles(series, hours: 0..<1, close: 0.75) }
        try scene.report(job, updated: all.count)
        try scene.watch.look()
        #expect(scene.told().count { $0.contains("corrected") } == SeriesEnds.mostSeries)
        for _ in 0..<20 { try scene.watch.look() }
        #expect(scene.told().count { $0.contains("corrected") } == 50)
    }

    @Test func look_whereNothingRuns_readsNoRows() throws {
        let scene = try Scene()
        try scene.writeCandles(Self.hour, hours: 0..<3)
        try scene.watch.look()
        let job = try scene.start()
        try scene.report(job, updated: 1)
        for _ in 0..<20 { try scene.watch.look() }
        let reads = scene.store.reads.load(ordering: .relaxed)
        for _ in 0..<20 { try scene.watch.look() }
        #expect(scene.store.reads.load(ordering: .relaxed) == reads)
        // A job that moves and writes nothing over: neither.
        var progress = JobProgress(at: Timestamp(nanoseconds: 9))
        (progress.rowsRead, progress.written.updated) = (7, 1)
        try scene.ledger.updateJob(job, progress: progress)
        for _ in 0..<20 { try scene.watch.look() }
        #expect(scene.store.reads.load(ordering: .relaxed) == reads)
    }

    @Test func look_withoutAJob_doesNotLookAtTheStore() throws {
        let scene = try Scene()
        try scene.watch.look()
        try scene.writeCandles(Self.hour, hours: 0..<2)
        for _ in 0..<3 { try scene.watch.look() }
        #expect(scene.told().isEmpty)
    }

    @Test func look_aJobOfAnotherStore_isToldAndItsRowsAreNot() throws {
        let scene = try Scene()
        try scene.watch.look()
        _ = try scene.start(store: .random())
        try scene.writeCandles(Self.hour, hours: 0..<2)
        try scene.watch.look()
        #expect(scene.told() == ["job 1 RUNNING 0"])
    }

    @Test func look_moreThanAnEventHolds_tellsTheCountOnly() throws {
        let scene = try Scene()
        try scene.writeCandles(Self.hour, hours: 0..<1)
        try scene.watch.look()
        _ = try scene.start()
        try scene.writeCandles(Self.hour, hours: 1..<1 + NewRows.most)
        try scene.watch.look()
        try scene.writeCandles(Self.hour, hours: 1 + NewRows.most..<3 + 2 * NewRows.most)
        try scene.watch.look()
        let told = scene.told().filter { $0.hasPrefix("candles") }
        #expect(told.count == 2)
        #expect(told[0].contains(#""count":500,"#) && told[0].contains(#""rows":["#))
        #expect(told[1].contains(#""count":502,"#) && !told[1].contains(#""rows":"#))
    }

    @Test func look_rowsThatComeAfterTheJobsLastMove_areToldAllTheSame() throws {
        let scene = try Scene()
        try scene.watch.look()
        _ = try scene.start()
        try scene.watch.look()
        try scene.writeCandles(Self.hour, hours: 0..<1)
        try scene.watch.look()
        #expect(scene.told().contains { $0.hasPrefix("candles") })
    }

    @Test func look_tradesOfAMomentThatWasTold_areNeitherMissedNorRepeated() throws {
        let scene = try Scene()
        try scene.writeTrades(Self.trades, [(10, 0), (20, 0)])
        try scene.watch.look()
        _ = try scene.start()
        try scene.writeTrades(Self.trades, [(20, 1)])
        try scene.watch.look()
        try scene.writeTrades(Self.trades, [(20, 2), (30, 0)])
        try scene.watch.look()
        try scene.watch.look()
        let told = scene.told().filter { $0.hasPrefix("trades") }
        #expect(told.count == 2)
        #expect(told[0].contains(#""count":1,"#) && told[0].contains(#""trade_id":201,"#))
        #expect(told[1].contains(#""count":2,"#) && told[1].contains(#""trade_id":202,"#))
        #expect(told[1].contains(#""side":"buy""#))
    }

    @Test func look_manyTrades_areCountedWithoutThoseThatWereTold() throws {
        let scene = try Scene()
        try scene.writeTrades(Self.trades, [(10, 0), (10, 1)])
        try scene.watch.look()
        _ = try scene.start()
        try scene.writeTrades(Self.trades, [(10, 2)] + (0..<600).map { (20, Int32($0)) })
        try scene.watch.look()
        #expect(scene.told().contains { $0.hasPrefix("trades") && $0.contains(#""count":601,"#) })
    }

    @Test func look_manySeries_areToldInPortions() throws {
        let scene = try Scene()
        try scene.watch.look()
        _ = try scene.start()
        let all = SeriesEnds.mostSeries + 50
        for number in 0..<all {
            let name = Instrument(base: "A\(number)", quote: "USD")
            try scene.writeCandles(Series(name, .candles(Interval(minutes: 60)!), source: "x"), hours: 0..<1)
        }
        try scene.watch.look()
        #expect(scene.told().count { $0.hasPrefix("candles") } == SeriesEnds.mostSeries)
        try scene.watch.look()
        #expect(scene.told().count { $0.hasPrefix("candles") } == 50)
    }

    @Test func look_storeThatIsAway_isToldOfLater() throws {
        let scene = try Scene()
        try scene.watch.look()
        _ = try scene.start()
        try scene.writeCandles(Self.hour, hours: 0..<1)
        scene.store.isAway.store(true, ordering: .relaxed)
        for _ in 0..<10 { #expect(throws: StorageError.self) { try scene.watch.look() } }
        scene.store.isAway.store(false, ordering: .relaxed)
        try scene.watch.look()
        #expect(scene.told().count { $0.hasPrefix("candles") } == 1)
    }
}
