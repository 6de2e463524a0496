import Foundation
import ReplayServer
import Testing

/// kill -9 at a hundred moments of a sync over files and four sources: gone on with, it ends like one that nobody killed,
/// and nothing is asked for that was stored.
@Suite(.serialized) struct SyncKillTests {
    /// A Sunday, 2024-03-10T00:00:30Z.
    private static let now: Int64 = 1_710_028_830
    private static let day: Int64 = 86_400

    /// A store with three assets and files of two of them; copied for every run.
    private static func prepare() throws -> Sandbox {
        let sandbox = try Sandbox.withStore()
        for asset in [
            ["BTC", "--category", "CRYPTO"], ["ETH", "--category", "CRYPTO"], ["AAPL", "--category", "STOCK"],
        ] {
            _ = try sandbox.run(Programs.candlewick, ["asset", "add"] + asset)
        }
        try sandbox.candlewick("asset", "add", "EUR", "--category", "CURRENCY", "--quote", "USD")
        let last = now / day * day
        try sandbox.write("data/XBTUSD_1440.csv", FakeKraken.file(last - 1000 * day, last - 900 * day, 1440))
        try sandbox.write("data/XBTUSD_240.csv", FakeKraken.file(last - 300 * day, last - 200 * day, 240))
        try sandbox.write("data/ETHUSD_1440.csv", FakeKraken.file(last - 800 * day, last - 730 * day, 1440))
        return sandbox
    }

    private struct Run {
        var status: Int32
        var output: String
        var error: String
    }

    private static func victim(_ sandbox: Sandbox, _ world: FakeWorld, point: Int, job: Int) throws -> Run {
        let run = try sandbox.run(
            Programs.folder + "/sync-victim",
            [
                sandbox("candlewick.db"), sandbox("data"), Programs.package + "/Plugins", world.server.baseURL,
                "\(now)", "\(point)", "\(job)",
            ], environment: ["SYNC_VICTIM_KEY": "no-secret"])
        return Run(status: run.status, output: run.output, error: run.error)
    }

    private static func stage(_ source: Sandbox) throws -> Sandbox {
        let sandbox = try Sandbox()
        for name in ["candlewick.db", "data"] {
            try FileManager.default.copyItem(atPath: source(name), toPath: sandbox(name))
        }
        return sandbox
    }

    /// Rows, and what the ledger says of them, without what depends on when and how often.
    private static func content(_ sandbox: Sandbox) throws -> String {
        var text = try sandbox.candlewick("export", "--kind", "candles").output
        for query in [
            "SELECT base, quote, interval_ns, source, category, content, medium, hex(ranges) FROM coverage_set ORDER BY 1, 2, 3, 4, 5, 6, 7",
            "SELECT base, quote, interval_ns, start_time, end_time, reason FROM suspect ORDER BY 1, 2, 3, 4, 5",
            "SELECT base, quote, interval_ns, start_time, end_time, status, class, candles, source FROM gap ORDER BY 1, 2, 3, 4",
            "SELECT source, base, quote, interval_ns, start_time, end_time, reason FROM given_up ORDER BY 1, 2, 3, 4, 5",
            "SELECT name, state, error_class FROM job_item ORDER BY place",
            "SELECT state, items, items_done, items_failed, inserted + updated + unchanged, message FROM job ORDER BY id",
            "SELECT ticker, tier, category FROM asset ORDER BY 1",
        ] {
            text += try sandbox.run("/usr/bin/sqlite3", [sandbox("candlewick.db"), query]).output + "--\n"
        }
        return text.replacingOccurrences(of: sandbox.path, with: "")
    }

    @Test func sync_killedAtAHundredMoments_endsLikeOneThatNobodyKilled() throws {
        try #require(Programs.find("sqlite3") != nil)
        let prepared = try Self.prepare()
        let quiet = try Self.stage(prepared)
        let world = try FakeWorld(now: Self.now)
        let whole = try Self.victim(quiet, world, point: -1, job: 0)
        try #require(whole.status == 0, "\(whole.error)")
        let expected = try Self.content(quiet)
        let writes = try #require(Int(whole.output.trimmingCharacters(in: .whitespacesAndNewlines)))
        let undisturbed = world.asked
        #expect(writes > 20 && undisturbed.count >= 6)
        // All four sources, and a refusal that another makes up for.
        for path in ["/0/public/OHLC", "/v2/aggs/ticker/X:BTCUSD", "/api/v1/stock/candle", "/stats/eurofxref"] {
            #expect(undisturbed.contains { $0.hasPrefix(path) }, "\(path) was not asked: \(undisturbed)")
        }
        var points = Array(0..<2 * writes)
        var generator = SeededGenerator(seed: 20_240_310)
        points.shuffle(using: &generator)
        // Where there are fewer moments than a hundred, each comes up more than once: workers take turns by chance.
        let chosen = (0..<100).map { points[$0 % points.count] }
        for point in chosen {
            let sandbox = try Self.stage(prepared)
            let world = try FakeWorld(now: Self.now)
            let killed = try Self.victim(sandbox, world, point: point, job: 0)
            // A turn that came out otherwise may have had fewer writes.
            if killed.status == 0 { continue }
            #expect(killed.status == 128 + SIGKILL, "\(point): \(killed.error)")
            let before = Set(world.asked)
            // Killed before the job was noted there is none to go on with.
            let job = try sandbox.run("/usr/bin/sqlite3", [sandbox("candlewick.db"), "SELECT max(id) FROM job"]).output
            // A job that had ended when the process died need not be gone on with.
            let state = try sandbox.run("/usr/bin/sqlite3", [sandbox("candlewick.db"), "SELECT state FROM job"]).output
            if state.isEmpty || state == "RUNNING\n" {
                let resumed = try Self.victim(
                    sandbox, world, point: -1, job: Int(job.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0)
                #expect(resumed.status == 0, "\(point): \(resumed.error)")
            }
            let content = try Self.content(sandbox)
            if content != expected {
                let difference = Self.lines(content).symmetricDifference(Self.lines(expected)).sorted().prefix(20)
                Issue.record("killed at \(point): \(difference.joined(separator: "\n"))")
                break
            }
            // Each of the two workers had one reply on its way here and one on its way into the store, at most.
            let again = world.asked.count - Set(world.asked).count
            #expect(again <= 4, "\(point): \(again) of \(world.asked.count) requests")
            #expect(before.isSubset(of: Set(undisturbed)), "\(point)")
        }
    }

    private static func lines(_ text: String) -> Set<String> { Set(text.split(separator: "\n").map(String.init)) }
}

private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
