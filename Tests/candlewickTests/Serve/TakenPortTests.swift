import Testing

@Suite(.serialized) struct TakenPortTests {
    @Test func hub_whosePortIsTaken_saysSoAndDoesNothingElse() throws {
        let sandbox = try Sandbox.withStore()
        let first = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        let second = try sandbox.candlewick(
            "serve", "--port", "\(first.port)", "--adapters", "\(Programs.package)/adapters.conf")
        #expect(second.status == 1)
        #expect(second.error.contains("port \(first.port): something else listens there"), "\(second.error)")
        // It told nobody of alerts and began no task.
        #expect(!second.error.contains("alert"))
        #expect(first.stop() == 0)
    }
}
