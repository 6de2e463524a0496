import Transport

/// Asks a server as fast as the shared limits allow: `limited-client BASE COUNT RATE BURST FOLDER`.
///
/// Several requests are always waiting for their moment, as with several jobs.
@main struct LimitedClient {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let count = Int(arguments[2]), let rate = Double(arguments[3]),
            let burst = Int(arguments[4])
        else { fatalError("use: limited-client BASE COUNT RATE BURST FOLDER") }
        let settings = SourceSettings(source: "test", baseURL: arguments[1], rate: rate, burst: burst)
        let source = HTTPSource(settings, client: HTTPClient(), limits: SharedLimits(folder: arguments[5]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                if index >= 3 { try await group.next() }
                group.addTask { _ = try await source.fetch(SourceRequest(address: "/\(index)")) }
            }
            try await group.waitForAll()
        }
    }
}
