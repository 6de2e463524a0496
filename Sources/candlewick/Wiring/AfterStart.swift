import ServiceLifecycle

/// A service that begins when the hub takes requests: a hub that cannot does nothing else either.
struct AfterStart: Service {
    /// Tells once that it does.
    let start: AsyncStream<Void>
    let service: any Service

    func run() async throws {
        for await _ in start.cancelOnGracefulShutdown() { break }
        try await service.run()
    }
}
