import Testing

/// A job whose process died: what `jobs` says of it.
@Suite(.enabled(if: Programs.find("sqlite3") != nil, "needs sqlite3"))
struct DeadJobTests {
    @Test(arguments: [
        (spec: "", advice: "run the same command again to go on"),
        (spec: "what was asked", advice: "candlewick jobs resume 1 goes on"),
    ])
    func jobs_jobThatIsSilent_sayHowItGoesOn(spec: String, advice: String) throws {
        let sandbox = try Sandbox.withBitcoin()
        #expect(try !sandbox.candlewick("jobs").error.contains("goes on"))
        let changed = try sandbox.sqlite(
            "UPDATE job SET state = 'RUNNING', finished_at = NULL, heartbeat_at = 1704067200000000000, spec = '\(spec)'"
        )
        #expect(changed == 1)
        let listed = try sandbox.candlewick("jobs")
        #expect(listed.output.contains("RUNNING? silent for"))
        #expect(listed.error == "job 1 is silent, as if its process had died; \(advice)\n")
        #expect(try sandbox.candlewick("jobs", "show", "1").output.contains("\n          \(advice)\n"))
    }
}
