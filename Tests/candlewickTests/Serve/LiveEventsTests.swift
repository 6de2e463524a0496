import Foundation
import Testing

/// What a served hub tells of work that other processes do.
@Suite(.serialized) struct LiveEventsTests {
    @Test(.timeLimit(.minutes(30))) func jobsOfOtherProcesses_areToldWithTheirRowsAndWhatIsMissing() throws {
        let sandbox = try Sandbox.withStore()
        let hub = try ServedHub(sandbox)
        let listener = try EventListener(hub, sandbox)
        try listener.wait(for: "retry: ")

        try sandbox.write("data/XBTUSD_60.csv", Sandbox.bitcoin)
        let first = try sandbox.candlewick("ingest", "data", "--yes")
        #expect(first.status == 0, "\(first.error)")
        let candles = try listener.wait(for: "event: candles\n")
        #expect(
            candles.contains(#""series":{"asset":"BTC","interval_minutes":60,"quote":"USD","source":"kraken-csv"}"#))
        #expect(candles.contains(#""command":"ingest""#))

        // By now it is known what was missing before; of the next job that is told too.
        try sandbox.write("more/ETHUSD_1440.csv", "1704067200,7,7.5,6.5,7.25,100,9\n")
        let second = try sandbox.candlewick("ingest", "more", "--yes")
        #expect(second.status == 0, "\(second.error)")
        let gaps = try listener.wait(for: #"event: gaps"#)
        let line = gaps.split(separator: "\n").last { $0.contains(#""asset":"ETH""#) && $0.contains("missing_candles") }
        #expect(line?.contains(#""interval_minutes":1440"#) == true, "\(gaps.suffix(2000))")
        #expect(gaps.contains(#""state":"COMPLETED""#))

        #expect(hub.stop() == 0)
        let all = try listener.wait(for: "event: bye")
        #expect(all.contains(#"data: {"reason":"stopping: "#))
        let ids = all.split(separator: "\n").filter { $0.hasPrefix("id: ") }.compactMap { Int64($0.dropFirst(4)) }
        #expect(ids.count >= 4)
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 + 1 == $1 })
    }

    @Test(.timeLimit(.minutes(30))) func lastCandle_thatIsReadAgainWithOtherValues_isToldAsCorrected() throws {
        let sandbox = try Sandbox.withBitcoin()
        let hub = try ServedHub(sandbox)
        let listener = try EventListener(hub, sandbox)
        try listener.wait(for: "retry: ")
        let last = try #require(Sandbox.bitcoin.split(separator: "\n").last)
        var fields = last.split(separator: ",").map(String.init)
        // One more trade; prices and volume as they were.
        fields[6] = "\(try #require(Int(fields[6])) + 1)"
        try sandbox.write("again/XBTUSD_60.csv", fields.joined(separator: ",") + "\n")
        let run = try sandbox.candlewick("ingest", "again", "--yes")
        #expect(run.status == 0, "\(run.error)")
        let heard = try listener.wait(for: #""corrected":true"#)
        let line = try #require(heard.split(separator: "\n").last { $0.contains("corrected") })
        #expect(line.contains(#""count":1,"#) && line.contains(#""trades":\#(fields[6])"#), "\(line)")
        #expect(hub.stop() == 0)
    }

    @Test(.timeLimit(.minutes(30))) func settings_ofTheStreams_hold() throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("candlewick.toml", "[live]\nreaders = 1\nheartbeat = 1\nevents = 16\nqueue = 16\n")
        let hub = try ServedHub(sandbox)
        let listener = try EventListener(hub, sandbox)
        // Two signs of life, which at the usual pace would take half a minute.
        let before = ContinuousClock.now
        try listener.wait(for: ":\n\n:\n\n")
        #expect(ContinuousClock.now - before < .seconds(29))
        let refused = try hub.get("/v1/events")
        #expect(refused.status == 503 && refused.head.contains("Retry-After"), "\(refused)")
        #expect(hub.stop() == 0)
    }
}
