import MarketData

/// HTTP for all sources of a process: connections are kept and shared, one thread does the waiting.
///
/// Verifies certificates, speaks HTTP/2 over TLS where the server does, unpacks what comes packed. It follows no
/// redirect and repeats nothing: `HTTPSource` decides that.
public final class HTTPClient: Sendable {
    private let loop: CurlLoop
    private let settings: HTTPClientSettings
    private let clock: any SourceClock

    /// A client with a thread of its own, which ends with it.
    ///
    /// - Parameter clock: dates the replies.
    public init(_ settings: HTTPClientSettings = HTTPClientSettings(), clock: any SourceClock = MachineClock()) {
        self.settings = settings
        self.clock = clock
        let loop = CurlLoop()
        self.loop = loop
        startThread { loop.run() }
    }

    deinit { loop.stop() }

    /// One exchange; cancelling the task ends it and its connection.
    func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let cell = TransferCell()
        let result: Result<HTTPAnswer, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let transfer = Transfer(call, settings, wall: { [clock] in clock.wall }) {
                    continuation.resume(returning: $0)
                }
                cell.put(transfer)
                loop.submit(transfer)
            }
        } onCancel: {
            cell.cancel()
            loop.wake()
        }
        // Held until here: a client that nobody holds would end its thread while the task waits.
        return try withExtendedLifetime(self) { result }.get()
    }
}
