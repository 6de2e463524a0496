import NIOCore
import StagedHub
import Synchronization
import Testing

@testable import HubServer

/// How many connections there may be, and how long a request may take to come.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ConnectionTests {
    @Test func connection_beyondTheirNumber_waitsUntilAnotherHasGone() async throws {
        var settings = HubServerSettings()
        settings.connections = 2
        try await StagedHub().serve(settings) { port, _ in
            let answered = Answered()
            try await TextConnection.open(port) { first in
                #expect(try await first.ask("/healthz").first == "HTTP/1.1 200 OK")
                let third = try await TextConnection.open(port) { second in
                    #expect(try await second.ask("/healthz").first == "HTTP/1.1 200 OK")
                    let (connected, isConnected) = AsyncStream.makeStream(of: Void.self)
                    let third = Task {
                        try await TextConnection.open(port) { third in
                            isConnected.yield()
                            let line = try await third.ask("/healthz").first ?? "nothing"
                            answered.set(line)
                        }
                    }
                    for await _ in connected { break }
                    // Time enough for the third to be answered, if it were let in.
                    for _ in 0..<100 {
                        _ = try await second.line()
                        _ = try await second.ask("/healthz")
                    }
                    #expect(answered.line.isEmpty)
                    return third
                }
                try await third.value
            }
            #expect(answered.line == "HTTP/1.1 200 OK")
        }
    }

    @Test(arguments: [
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    ])
    func request_thatDoesNotEnd_losesItsConnection(text: String) async throws {
        var settings = HubServerSettings()
        settings.bodyPatience = .milliseconds(100)
        try await StagedHub().serve(settings) { port, _ in
            try await TextConnection.open(port) { quick in
                #expect(try await quick.ask("/healthz").first == "HTTP/1.1 200 OK")
                _ = try await quick.line()
                try await TextConnection.open(port) { slow in
                    try await slow.send(text)
                    while try await slow.line() != nil {}
                }
                // Its own request came in time, and longer ago.
                #expect(try await quick.ask("/healthz").first == "HTTP/1.1 200 OK")
            }
        }
    }
}

/// What somebody was answered.
private final class Answered: Sendable {
    private let text = Mutex("")
    var line: String { text.withLock { $0 } }
    func set(_ line: String) { text.withLock { $0 = line } }
}
