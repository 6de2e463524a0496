import AdapterHost
import Foundation
import Ingestion
import MarketData
import Storage
import StorageSQLite
import Synchronization
import Testing
import Transport

/// A load: what is asked, what is stored, what the ledger hears, and what becomes of trouble.
@Suite(.serialized, .enabled(if: OddAdapter.compilerIsThere, "there is no C compiler at \(OddAdapter.compiler)"))
struct LoadTests {
    /// 2024-01-01T00:00:00Z and some minutes of it.
    static let day: Int64 = 1_704_067_200

    static func range(_ minutes: Int64, from first: Int64 = 0) -> TimeRange {
        TimeRange(
            Timestamp(nanoseconds: (day + first * 60) * 1_000_000_000),
            Timestamp(nanoseconds: (day + (first + minutes) * 60) * 1_000_000_000)) ?? .all
    }

    /// Lines for candles of these minutes.
    static func candles(_ minutes: Range<Int64>) -> String {
        minutes.map { "C \(day + $0 * 60) 10 12 9 11 \($0 + 1)\n" }.joined()
    }

    static func covered(_ minutes: Range<Int64>, _ letter: String = "A") -> String {
        "\(letter) \(day + minutes.lowerBound * 60) \(day + minutes.upperBound * 60)\n"
    }

    private static func address(_ minutes: Range<Int64>, of name: String = "BTC") -> String {
        "/\(name)/\(day + minutes.lowerBound * 60)/\(day + minutes.upperBound * 60)"
    }

    private static let minute = SeriesKind.candles(Interval.usual[0])
    private static let btc = Series(Instrument(base: "BTC", quote: "USD"), minute, source: "small")

    private static func wish(_ range: TimeRange) -> LoadWish { wish("BTC", range) }

    private static func wish(_ base: String, _ range: TimeRange) -> LoadWish {
        LoadWish(.instrument(Instrument(base: base, quote: "USD"), category: .crypto), minute, range: range)
    }

    private struct Run {
        var summary: LoadSummary
        var plan: LoadPlan
    }

    private static func load(
        _ bench: Bench, _ source: ScriptedSource, _ wishes: [LoadWish], meter: LoadMeter = LoadMeter(at: Bench.now),
        into store: (any TimeSeriesStore)? = nil, parallel: Int = 1,
        run mode: AdapterConfiguration.RunMode = .inProcess
    ) async throws -> Run {
        let adapter = try ScriptedAdapter.source(source, run: mode)
        let store = store ?? bench.store
        let plan = try LoadPlan(wishes, of: adapter, in: store.identity(), bench.ledger)
        let job = LoadJob(
            from: adapter, to: store, ledger: bench.ledger, options: LoadOptions(parallel: parallel), now: { Bench.now }
        )
        let summary = try await job.run(plan, command: "load", subject: "test", tiers: Bench.tiers, meter: meter)
        return Run(summary: summary, plan: plan)
    }

    private static func coverage(_ bench: Bench, _ scope: CoverageScope = .series(btc)) throws -> [String] {
        try bench.ledger.coverage(of: scope, in: bench.store.identity()).map { record in
            let first = (record.range.start.nanoseconds / 1_000_000_000 - day) / 60
            let last = (record.range.end.nanoseconds / 1_000_000_000 - day) / 60
            return "\(record.claim.rawValue) \(first)..<\(last)"
        }
    }

    /// The second worker goes on from the last token, and asks for nothing that was taken.
    @Test func worker_lostOnce_isReplacedBehindWhatWasTaken() async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(0..<10): [Self.candles(0..<5) + Self.covered(0..<5) + "T /more\nN /more"],
            "/more": ["X\n", Self.candles(5..<10) + Self.covered(5..<10)],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(10))], run: .worker)
        #expect(run.summary.state == .completed)
        #expect(source.asked == [Self.address(0..<10), "/more", "/more"])
        #expect(try bench.contents().count == 10)
        #expect(try Self.coverage(bench) == ["COVERED 0..<10"])
    }

    @Test func worker_lostTwice_endsTheRequestWithItsReason() async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(0..<10): [Self.candles(0..<5) + Self.covered(0..<5) + "T /more\nN /more"], "/more": ["X\n"],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(10))], run: .worker)
        #expect(run.summary.state != .completed)
        #expect(source.asked == [Self.address(0..<10), "/more", "/more"])
        #expect("\(run.summary)".contains("crashed (abort, signal 6)"))
        // What was taken before stays.
        #expect(try bench.contents().count == 5)
        #expect(try Self.coverage(bench) == ["COVERED 0..<5"])
    }

    @Test func load_ofPages_storesRowsAndWhatIsCovered() async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(0..<10): [Self.candles(0..<5) + Self.covered(0..<5) + "N /more"],
            "/more": [Self.candles(5..<8) + "Q \(Self.day + 8 * 60) 1 1 1 1 0\n" + Self.covered(5..<10)],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(10))])
        #expect(run.summary.state == .completed && run.summary.message == "")
        #expect(source.asked == [Self.address(0..<10), "/more"] && source.usedReplies == 2)
        #expect(run.summary.progress.written.inserted == 8 && run.summary.progress.noTrades == 1)
        #expect(try bench.store.count(Self.btc, in: .all) == 8)
        #expect(try Self.coverage(bench) == ["COVERED 0..<10"])
        #expect(try bench.ledger.assets().map(\.ticker) == ["BTC"])
        let job = try #require(try bench.ledger.job(run.summary.job))
        #expect(job.state == .completed && job.progress.itemsDone == 1 && job.progress.written.inserted == 8)
        let part = try #require(try bench.ledger.files(job: run.summary.job).first)
        #expect(part.series == Self.btc && part.status == .complete && part.rowsRead == 9)
    }

    @Test func load_again_asksOnlyForWhatNobodyHasAsserted() async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(2..<5): [Self.candles(2..<4) + Self.covered(2..<5)],
            Self.address(0..<2): [Self.candles(0..<2) + Self.covered(0..<2)],
            Self.address(5..<9): [Self.covered(5..<6, "L") + Self.candles(6..<9) + Self.covered(6..<9)],
        ])
        _ = try await Self.load(bench, source, [Self.wish(Self.range(3, from: 2))])
        let second = try await Self.load(bench, source, [Self.wish(Self.range(9))])
        #expect(second.plan.items.map(\.wish.range) == [Self.range(2), Self.range(4, from: 5)])
        #expect(second.summary.state == .completed)
        let third = try await Self.load(bench, source, [Self.wish(Self.range(9))])
        #expect(third.plan.items.isEmpty && third.plan.complete == [.series(Self.btc)])
        #expect(third.plan.limits.map(\.range) == [Self.range(1, from: 5)])
        #expect(source.asked.count == 3)
        #expect(try bench.store.count(Self.btc, in: .all) == 7)
    }

    @Test func load_whereARowIsRefused_doesNotCallItsIntervalCovered() async throws {
        let bench = try Bench()
        let bad = "C \(Self.day + 2 * 60) 10 9 12 11 1\n"
        let source = ScriptedSource([
            Self.address(0..<5): [Self.candles(0..<2) + bad + Self.candles(3..<5) + Self.covered(0..<5)]
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(5))])
        #expect(run.summary.state == .partial && run.summary.message.contains("1 of 5 records refused; record 3: "))
        #expect(try Self.coverage(bench) == ["COVERED 0..<2", "COVERED 3..<5"])
        #expect(try bench.ledger.rejects(job: run.summary.job, limit: 9).map(\.reject.row) == [3])
    }

    @Test func load_whereARecordOfUnknownTimeIsRefused_callsNothingOfThatReplyCovered() async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(0..<5): [Self.candles(0..<2) + Self.covered(0..<2) + "N /more"],
            "/more": ["R\n" + Self.candles(3..<5) + Self.covered(2..<5)],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(5))])
        #expect(run.summary.state == .partial)
        #expect(try Self.coverage(bench) == ["COVERED 0..<2"])
        #expect(try bench.store.count(Self.btc, in: .all) == 4)
    }

    @Test func row_outsideTheAskedRange_isRefused() async throws {
        let bench = try Bench()
        let source = ScriptedSource([Self.address(2..<4): [Self.candles(1..<5) + Self.covered(2..<4)]])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(2, from: 2))])
        #expect(run.summary.progress.written.inserted == 2 && run.summary.progress.rejected == 2)
        #expect(try Self.coverage(bench) == ["COVERED 2..<4"])
    }

    @Test(arguments: [AdapterErrorClass.rateLimited, .transient])
    func refusal_thatAnotherTryMends_isTriedAgainFromTheToken(errorClass: AdapterErrorClass) async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(0..<6): [Self.candles(0..<3) + Self.covered(0..<3) + "T /rest\nN /more"],
            "/more": ["E \(errorClass.rawValue) 250 come back"],
            "/rest": ["E \(errorClass.rawValue) -1 come back", Self.candles(3..<6) + Self.covered(3..<6)],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(6))])
        #expect(run.summary.state == .completed)
        #expect(source.asked == [Self.address(0..<6), "/more", "/rest", "/rest"])
        let kind: Refusal.Kind = errorClass == .rateLimited ? .rateLimited : .transient
        #expect(source.refusals == [Refusal(kind, retryAfter: .milliseconds(250)), Refusal(kind)])
        #expect(try bench.store.count(Self.btc, in: .all) == 6)
        #expect(try Self.coverage(bench) == ["COVERED 0..<6"])
    }

    @Test func refusal_toTheEnd_isGivenUpWithWhatIsMissing_andTakenUpAgain() async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(0..<6): [Self.candles(0..<3) + Self.covered(0..<3) + "T /more\nN /more"],
            "/more": ["E 7 -1 it is down"],
            Self.address(0..<6, of: "ETH"): [Self.candles(0..<6) + Self.covered(0..<6)],
            Self.address(3..<6): [
                "E 7 -1 still down", "E 7 -1 still down", "E 7 -1 still down",
                Self.candles(3..<6) + Self.covered(3..<6),
            ],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(6)), Self.wish("ETH", Self.range(6))])
        #expect(run.summary.state == .partial && run.summary.progress.itemsFailed == 1)
        #expect(run.summary.message.contains("it is down (tried 3 times; try again later)"))
        let given = try bench.ledger.givenUp(job: run.summary.job)
        #expect(given.map(\.part.range) == [Self.range(3, from: 3)] && given.first?.part.reason == "transient")
        #expect(given.first?.part.scope == .series(Self.btc))

        let adapter = try ScriptedAdapter.source(source)
        func retry() async throws -> LoadSummary {
            let parts = try bench.ledger.givenUp(job: nil).map { (record: $0, wish: Self.wish($0.part.range)) }
            let plan = try LoadPlan(parts, of: adapter, in: bench.store.identity(), bench.ledger)
            let job = LoadJob(
                from: adapter, to: bench.store, ledger: bench.ledger, options: LoadOptions(), now: { Bench.now })
            return try await job.run(
                plan, command: "retry", subject: "test", tiers: Bench.tiers, meter: LoadMeter(at: Bench.now))
        }
        #expect(try await retry().state == .failed)
        let still = try bench.ledger.givenUp(job: nil)
        #expect(still.count == 1 && still[0].number > given[0].number && still[0].part.message.contains("still down"))
        #expect(try await retry().state == .completed)
        #expect(try bench.ledger.givenUp(job: nil).isEmpty)
        #expect(try Self.coverage(bench) == ["COVERED 0..<3", "COVERED 3..<6"])
    }

    @Test func refusal_behindAReplyThatMustBeAskedForAgain_isGivenUp() async throws {
        let bench = try Bench()
        // Without a token each try begins anew: that its first reply comes is no step forward.
        let source = ScriptedSource([
            Self.address(0..<6): [Self.candles(0..<3) + "N /more"], "/more": ["E 7 -1 busy"],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(6))])
        #expect(run.summary.state == .failed || run.summary.state == .partial)
        #expect(source.asked.count == 6 && source.refusals.count == 3)
        // Rows that come again are no bad rows.
        #expect(run.summary.progress.rejected == 0 && run.summary.progress.written.inserted == 3)
    }

    @Test func key_thatIsBad_endsAllPartsOfTheSourceAfterOneRequest() async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(0..<6): ["E 4 -1 the key is none"],
            Self.address(0..<6, of: "ETH"): [Self.candles(0..<6)],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(6)), Self.wish("ETH", Self.range(6))])
        #expect(run.summary.state == .failed && source.asked.count == 1)
        #expect(try bench.ledger.givenUp(job: nil).map(\.part.reason) == ["bad-credential", "bad-credential"])
    }

    @Test(arguments: [
        (AdapterErrorClass.malformed, "malformed"), (.notEntitled, "not-entitled"), (.invalidQuery, "invalid-query"),
        (.internal, "internal"),
    ])
    func error_thatIsFinal_failsItsPartAndNoOther(errorClass: AdapterErrorClass, word: String) async throws {
        let bench = try Bench()
        let source = ScriptedSource([
            Self.address(0..<6): [Self.candles(0..<2) + Self.covered(0..<2) + "N /more"],
            "/more": ["E \(errorClass.rawValue) -1 so it is"],
            Self.address(0..<6, of: "ETH"): [Self.candles(0..<6) + Self.covered(0..<6)],
        ])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(6)), Self.wish("ETH", Self.range(6))])
        #expect(run.summary.state == .partial && source.refusals.isEmpty)
        let given = try bench.ledger.givenUp(job: nil)
        #expect(given.map(\.part.reason) == [word] && given.map(\.part.range) == [Self.range(4, from: 2)])
        #expect(try bench.store.count(Self.btc, in: .all) == 2)
    }

    @Test func answer_thatThereIsNothing_isNoFailure_andNotDone() async throws {
        let bench = try Bench()
        let source = ScriptedSource([Self.address(0..<6): ["E 2 -1 nothing of BTC"]])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(6))])
        #expect(run.summary.state == .partial && run.summary.parts.first?.message == "nothing of BTC")
        #expect(run.summary.parts.first?.status == .empty)
        #expect(try bench.ledger.givenUp(job: nil).isEmpty)
        #expect(try Self.coverage(bench) == [])
    }

    @Test func sourceLimit_isNotedAndNotAskedForAgain() async throws {
        let bench = try Bench()
        let source = ScriptedSource([Self.address(0..<6): ["E 6 -1 only the newest"]])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(6))])
        #expect(run.summary.state == .completed && run.summary.parts.first?.message == "only the newest")
        #expect(run.summary.limits.map(\.range) == [Self.range(6)])
        #expect(try Self.coverage(bench) == ["SOURCE_LIMIT 0..<6"])
        #expect(try await Self.load(bench, source, [Self.wish(Self.range(6))]).plan.items.isEmpty)
    }

    @Test func transportError_isGivenUpWithItsWord() async throws {
        let bench = try Bench()
        let run = try await Self.load(bench, ScriptedSource([:]), [Self.wish(Self.range(6))])
        #expect(run.summary.state == .failed && run.summary.message.contains("no reply for /BTC/"))
        #expect(try bench.ledger.givenUp(job: nil).map(\.part.reason) == ["network"])
    }

    @Test func group_ofManySymbols_goesToTheirSeriesAndCoversTheCategory() async throws {
        let bench = try Bench()
        func rows(_ minute: Int64, _ names: [String]) -> String {
            names.map { "S \($0)\nC \(Self.day + minute * 60) 10 12 9 11 1\n" }.joined()
        }
        let wish = LoadWish(.group(category: .stock, quote: "USD"), Self.minute, range: Self.range(2))
        let source = ScriptedSource([
            Self.address(0..<2, of: "all"): [
                Self.covered(0..<1) + rows(0, ["AAPL", "KIMpL", "XBT/EUR", "no name!"]) + "N /2"
            ],
            "/2": [rows(1, ["KIMpL", "AAPL"]) + "S \nA \(Self.day + 60) \(Self.day + 120)\n"],
        ])
        let run = try await Self.load(bench, source, [wish])
        #expect(run.summary.progress.written.inserted == 5 && run.summary.progress.rejected == 1)
        let found = try bench.store.series(matching: SeriesFilter()).map { "\($0.series.instrument)" }
        #expect(found == ["AAPL/USD", "BTC/EUR", "KIMpL/USD"])
        let scope = CoverageScope.group(source: "small", kind: Self.minute, category: .stock)
        #expect(try Self.coverage(bench, scope) == ["COVERED 0..<2"])
        #expect(try bench.ledger.assets().map(\.category) == [.stock, .stock, .stock])
        // What was said of all of them was said of each.
        let one = LoadWish(
            .instrument(Instrument(base: "MSFT", quote: "USD"), category: .stock), Self.minute, range: Self.range(3))
        let adapter = try ScriptedAdapter.source(source)
        let plan = try LoadPlan([one], of: adapter, in: bench.store.identity(), bench.ledger)
        #expect(plan.items.map(\.wish.range) == [Self.range(1, from: 2)])
    }

    @Test func job_thatIsStopped_keepsWhatItHas_andGoesOnThere() async throws {
        let bench = try Bench()
        let meter = LoadMeter(at: Bench.now)
        let source = ScriptedSource(
            [
                Self.address(0..<6): [Self.candles(0..<3) + Self.covered(0..<3) + "N /more"],
                "/more": [Self.candles(3..<6) + Self.covered(3..<6)],
                Self.address(3..<6): [Self.candles(3..<6) + Self.covered(3..<6)],
            ], onFetch: { address in if address.hasSuffix("/\(Self.day + 360)") { meter.stop() } })
        let run = try await Self.load(
            bench, source, [Self.wish(Self.range(6)), Self.wish("ETH", Self.range(6))], meter: meter)
        #expect(run.summary.state == .paused && run.summary.partsLeft == 2)
        #expect(source.asked.count == 1)
        #expect(try bench.ledger.givenUp(job: nil).isEmpty)
        #expect(try Self.coverage(bench) == ["COVERED 0..<3"])
        let rest = try await Self.load(bench, source, [Self.wish(Self.range(6))])
        #expect(rest.summary.state == .completed && rest.plan.items.map(\.wish.range) == [Self.range(3, from: 3)])
    }

    @Test func store_thatTakesNoMore_endsTheJob_andNothingIsClaimed() async throws {
        let bench = try Bench()
        let source = ScriptedSource([Self.address(0..<6): [Self.candles(0..<6) + Self.covered(0..<6)]])
        let store = FaultyStore(bench.store, .refuse(.full), at: 0)
        let run = try await Self.load(bench, source, [Self.wish(Self.range(6))], into: store)
        #expect(run.summary.state == .failed && run.summary.message != "" && source.asked.count == 1)
        #expect(try Self.coverage(bench) == [])
    }

    @Test func reply_ofMoreRowsThanABatch_isReadWhole() async throws {
        let bench = try Bench()
        let count = Int64(BatchSize.rows + 10)
        let source = ScriptedSource([Self.address(0..<count): [Self.candles(0..<count) + Self.covered(0..<count)]])
        let run = try await Self.load(bench, source, [Self.wish(Self.range(count))])
        #expect(run.summary.state == .completed && run.summary.progress.written.inserted == Int(count))
        #expect(try Self.coverage(bench) == ["COVERED 0..<\(count)"])
    }

    @Test(arguments: [1, 3, 8])
    func parts_ofAnyNumberAtOnce_giveTheSame(parallel: Int) async throws {
        let bench = try Bench()
        let names = (0..<12).map { "A\($0)" }
        let replies = Dictionary(
            uniqueKeysWithValues: names.map {
                (Self.address(0..<6, of: $0), [Self.candles(0..<6) + Self.covered(0..<6)])
            })
        let source = ScriptedSource(replies)
        let run = try await Self.load(bench, source, names.map { Self.wish($0, Self.range(6)) }, parallel: parallel)
        #expect(run.summary.state == .completed && run.summary.parts.count == 12)
        #expect(run.summary.progress.written.inserted == 72 && source.asked.count == 12)
    }
}
