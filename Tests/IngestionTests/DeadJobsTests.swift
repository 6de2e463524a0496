import Ingestion
import MarketData
import Storage
import Testing

@Suite(.serialized) struct DeadJobsTests {
    @Test(arguments: [
        (spec: "", says: "run the same command again to go on"),
        (spec: "what was asked", says: "candlewick jobs resume 1 goes on"),
    ])
    func settle_deadJob_saysHowItGoesOn(spec: String, says: String) throws {
        let bench = try Bench()
        let job = try bench.ledger.startJob(
            JobStart(
                command: "sync", subject: "", items: 0, startedAt: Bench.now, store: bench.store.identity(),
                storeLocation: "", spec: spec))
        let alive = Timestamp(nanoseconds: Bench.now.nanoseconds + Int64(DeadJobs.silence) * 1_000_000_000)
        try DeadJobs(bench.ledger).settle(now: alive)
        #expect(try bench.ledger.job(job)?.state == .running)
        try DeadJobs(bench.ledger).settle(now: Timestamp(nanoseconds: alive.nanoseconds + 1))
        let record = try #require(try bench.ledger.job(job))
        #expect(record.state == .paused && record.message == "its process ended without a word; \(says)")
    }
}
