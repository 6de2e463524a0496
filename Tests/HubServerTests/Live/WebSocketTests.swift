import Foundation
import Live
import NIOCore
import StagedHub
import Testing

@testable import HubServer

@Suite(.serialized, .timeLimit(.minutes(30))) struct WebSocketTests {
    private static let upgrade = [
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]

    @Test func upgrade_ofTheRFCsExample_isAnsweredAsThere() async throws {
        try await StagedHub().serve(HubServerSettings()) { port, _ in
            let head = try await TextConnection.open(port) { try await $0.upgrade(Self.upgrade) }
            #expect(head.first == "HTTP/1.1 101 Switching Protocols")
            #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
            #expect(!head.contains { $0.lowercased().hasPrefix("content-length") })
            #expect(!head.contains { $0.lowercased().hasPrefix("transfer-encoding") })
        }
    }

    @Test(arguments: [
        ("nothing", [], "426", "this is a WebSocket"),
        ("another protocol", ["Connection: Upgrade", "Upgrade: h2c"], "426", "this is a WebSocket"),
        ("no connection", ["Upgrade: websocket"], "426", "this is a WebSocket"),
        (
            "another version",
            ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 12"], "426", "Sec-WebSocket-Version"
        ),
        ("no key", Array(upgrade.dropLast()), "400", "Sec-WebSocket-Key"),
        ("a short key", upgrade.dropLast() + ["Sec-WebSocket-Key: YWJj"], "400", "Sec-WebSocket-Key"),
        ("two keys", upgrade + upgrade.suffix(1), "400", "Sec-WebSocket-Key"),
        ("another site", upgrade + ["Origin: https://example.com"], "403", "Origin"),
    ])
    func upgrade_thatCannotBe_isAProblemAndTheConnectionEnds(
        _ name: String, _ headers: [String], _ status: String, _ sentence: String
    ) async throws {
        try await StagedHub().serve(HubServerSettings()) { port, _ in
            try await TextConnection.open(port) { client in
                let head = try await client.upgrade(headers)
                #expect(head.first?.hasPrefix("HTTP/1.1 \(status) ") == true, "\(head)")
                #expect(head.contains("Content-Type: application/problem+json"))
                if status == "426" { #expect(head.contains("Upgrade: websocket")) }
                // Behind a wish for another protocol nothing is read as HTTP any more, so this connection ends.
                guard headers.contains("Connection: Upgrade"), headers.contains(where: { $0.hasPrefix("Upgrade:") })
                else { return }
                #expect(head.contains("Connection: close"))
                let body = try await client.line()
                #expect(body?.contains(sentence) == true)
                #expect(try await client.line() == nil)
            }
        }
    }

    @Test func upgrade_ofTheSameOrigin_isTaken() async throws {
        try await StagedHub().serve(HubServerSettings()) { port, _ in
            let head = try await TextConnection.open(port) {
                try await $0.upgrade(Self.upgrade + ["Origin: http://LOCALHOST"])
            }
            #expect(head.first == "HTTP/1.1 101 Switching Protocols")
        }
    }

    @Test func requests_beforeAnUpgrade_areAnsweredInTheirOrder() async throws {
        try await StagedHub().serve(HubServerSettings()) { port, _ in
            try await TextConnection.open(port) { client in
                let plain = "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                let upgrade = Self.upgrade.map { $0 + "\r\n" }.joined()
                try await client.send(plain + plain + "GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\(upgrade)\r\n")
                var statuses: [String] = []
                while statuses.count < 3, let line = try await client.line() {
                    if let range = line.range(of: "HTTP/1.1 ") {
                        statuses.append(String(line[range.upperBound...].prefix(3)))
                    }
                }
                #expect(statuses == ["404", "404", "101"])
            }
        }
    }

    @Test func silentClient_isAskedAndThenGivenUp() async throws {
        var settings = HubServerSettings()
        (settings.liveTiming.heartbeat, settings.liveTiming.longestSilence) = (.milliseconds(10), .milliseconds(50))
        settings.liveTiming.grace = .milliseconds(20)
        let hub = try StagedHub()
        try await hub.serve(settings) { port, _ in
            try await TextConnection.open(port) { client in
                _ = try await client.upgrade(Self.upgrade)
                var bytes: [UInt8] = []
                while let more = try await client.bytes() { bytes += more }
                // Pings without content, then a close with its code and a reason.
                let close = try #require(bytes.firstIndex(of: 0x88))
                #expect(close >= 2)
                #expect(bytes.prefix(close).enumerated().allSatisfy { $1 == ($0 % 2 == 0 ? 0x89 : 0x00) })
                #expect(bytes.dropFirst(close + 2).prefix(2) == [0x03, 0xF3])
            }
            while hub.services.live.readers > 0 { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    @Test(TestVenv.hasWebSockets) func protocol_readByAnotherClient_holds() async throws {
        let (status, said) = try await TestVenv.run(
            "Tests/HubServerTests/Live/Python/stream_check.py", Programs.liveReaders)
        #expect(status == 0, "\(said)")
        let held = said.split(separator: "\n").filter { $0.hasPrefix("held: ") }.map { $0.dropFirst(6) }
        #expect(
            held == ["subscriptions", "complaints", "fragments", "close_codes", "broken_frames", "slow", "stopping"])
    }
}

extension TextConnection {
    fileprivate mutating func upgrade(_ headers: [String]) async throws -> [String] {
        try await send("GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n")
        return try await head()
    }
}
