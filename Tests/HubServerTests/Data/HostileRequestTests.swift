import Access
import Foundation
import NIOPosix
import StorageSQLite
import Supervision
import Testing

@testable import HubServer

/// Requests that no good client makes: each is answered or cut off, in bounded time, and the hub lives.
@Suite(.serialized) struct HostileRequestTests {
    private static func post(_ path: String, _ body: [UInt8]) -> [UInt8] {
        let head = """
            POST \(path) HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/json\r
            Connection: close\r
            Content-Length: \(body.count)\r
            \r

            """
        return Array(head.utf8) + body
    }

    private static func get(_ target: String, _ headers: String = "") -> [UInt8] {
        Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(headers)\r\n".utf8)
    }

    private static func nested(_ open: String, _ close: String, _ depth: Int) -> [UInt8] {
        let (before, behind) = (String(repeating: open, count: depth), String(repeating: close, count: depth))
        return Array("{\"command\": \(before)1\(behind), \"name\": 1}".utf8)
    }

    /// What is sent, and the status; 0 where the connection ends without an answer.
    private static let requests: [(String, [UInt8], Int)] = [
        ("an address of 64 kB", get("/v1/candles?asset=" + String(repeating: "x", count: 65_536)), 400),
        ("an address of 12 kB", get("/v1/candles?asset=" + String(repeating: "x", count: 12_000)), 414),
        ("10,000 parameters", get("/v1/candles?" + String(repeating: "a&", count: 5000) + "b"), 414),
        ("3,000 parameters", get("/v1/candles?" + String(repeating: "&a=", count: 2000)), 400),
        ("an event filter of 3,000", get("/v1/events?" + String(repeating: "&a=", count: 2000)), 400),
        ("zero in a parameter", get("/v1/candles?asset=%00"), 400),
        ("no UTF-8 in a parameter", get("/v1/candles?asset=%ff%fe"), 400),
        ("no UTF-8 in an event filter", get("/v1/events?asset=%ff%fe"), 400),
        ("half an escape", get("/v1/candles?asset=%f"), 400), ("zero in a path", get("/v1/jobs/%00"), 400),
        ("no UTF-8 in a path", get("/v1/tasks/%ff/run"), 405), ("another path", get("/v1/../../etc/passwd"), 404),
        ("a zero in the head", Array("GET /v1/assets\u{0} HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8), 400),
        ("a header of 40 kB", get("/", "X: \(String(repeating: "a", count: 40_000))\r\n"), 400),
        ("1,000 headers", get("/", String(repeating: "X: a\r\n", count: 1000)), 400),
        ("two hosts", get("/v1/whoami", "Host: evil.example\r\n"), 400),
        ("lists in lists", post("/v1/jobs", nested("[", "]", 20_000)), 400),
        ("lists in lists, fewer", post("/v1/jobs", nested("[", "]", 500)), 400),
        ("objects in objects", post("/v1/jobs", nested("{\"a\": ", "}", 500)), 400),
        ("lists without end", post("/v1/jobs", Array(repeating: 0x5B, count: 30_000)), 400),
        ("a token of lists", post("/v1/tokens", nested("[", "]", 3000)), 400),
        ("a login of lists", post("/login", nested("[", "]", 3000)), 400),
        ("a large number", post("/v1/jobs", Array("{\"command\":\"sync\",\"parallel\":1e999}".utf8)), 400),
        (
            "no UTF-8 in a body", post("/v1/jobs", Array("{\"command\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8)),
            400
        ),
        ("half a pair", post("/v1/jobs", Array("{\"command\":\"\\ud800\"}".utf8)), 400),
        ("a body that is too long", post("/v1/jobs", Array(repeating: 0x20, count: 70_000)), 413),
        ("a token that is too long", post("/v1/tokens", Array(repeating: 0x20, count: 20_000)), 413),
        ("a login that is too long", post("/login", Array(repeating: 0x20, count: 20_000)), 413),
        ("a preface of HTTP/2", Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8), 400),
        ("TLS", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03], 400),
    ]

    @Test(arguments: requests.indices)
    func request_thatNobodyMakes_isRefused(index: Int) async throws {
        let (name, bytes, status) = Self.requests[index]
        try await DataHub.serve { hub, port in
            let reply = try await WireClient.exchange(port, bytes)
            #expect(reply.status == status, "\(name): \(reply.text)")
            // What the parser refuses has no body.
            #expect(reply.body.isEmpty || reply.headers["content-type"] == "application/problem+json", "\(name)")
            #expect(try await WireClient.get(port, "/healthz").status == 200)
            #expect(hub.services.supervisor.runs.isEmpty)
        }
    }

    @Test(arguments: [
        ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ("Content-Length: 5\r\nContent-Length: 6\r\n", "{}    "), ("Content-Length: -5\r\n", ""),
        ("Transfer-Encoding: chunked\r\n", "zz\r\n"), ("Transfer-Encoding: chunked\r\n", "5\r\n{}    \r\n"),
    ])
    func body_withoutAClearEnd_isRefusedAndTheConnectionEnds(headers: String, body: String) async throws {
        try await DataHub.serve { hub, port in
            let head = "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            // Behind it something that must not be taken for a request of its own.
            let reply = try await WireClient.exchange(
                port, Array("\(head)\(headers)\r\n\(body)GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
            #expect(reply.status == 400, "\(reply.text)")
            #expect(!reply.text.contains("HTTP/1.1 200"))
        }
    }

    @Test func client_thatWaitsBeforeItsBody_isInvited() async throws {
        try await DataHub.serve { hub, port in
            let said = try await NIOThreadPool.singleton.runIfActive { () -> [String] in
                let client = try WireClient(port: port)
                func ask(_ type: String) throws {
                    try client.send(
                        "POST", "/v1/tokens", ["Expect: 100-continue", "Content-Type: \(type)", "Content-Length: 30"])
                }
                try ask("application/json")
                let invitation = String(decoding: client.read(1000) ?? [], as: UTF8.self)
                try client.send(Array(#"{"name": "a", "role": "read" } "#.utf8.prefix(30)))
                let answer = client.reply()
                return [invitation, "\(answer.status)"]
            }
            #expect(said == ["HTTP/1.1 100 Continue\r\n\r\n", "201"])
            #expect(try hub.ledger.tokens().count == 1)
            // One that is refused whatever it sends is told so at once.
            let refused = try await WireClient.get(
                port, "/v1/tokens", method: "POST", "Expect: 100-continue", "Content-Type: text/plain",
                "Content-Length: 30")
            #expect(refused.status == 415)
        }
    }

    @Test func body_thatNeverEnds_isCutOff() async throws {
        var settings = HubServerSettings()
        settings.bodyPatience = .milliseconds(300)
        try await DataHub.serve(settings: settings) { _, port in
            let head = "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            let reply = try await WireClient.exchange(port, Array("\(head)Content-Length: 100\r\n\r\n{".utf8))
            #expect(reply.status == 0)
            // Whoever comes to the end in time, in pieces and twice on one connection, is not.
            let answers = try await NIOThreadPool.singleton.runIfActive { () -> String in
                let client = try WireClient(port: port)
                var said = ""
                for last in ["", "Connection: close\r\n"] {
                    try client.send(Array("\(head)\(last)Content-Length: 2\r\n\r\n{".utf8))
                    try client.send(Array("}".utf8))
                    if last.isEmpty { said += String(decoding: client.read(10_000) ?? [], as: UTF8.self) }
                }
                return said + "\(client.reply().status)"
            }
            #expect(answers.hasPrefix("HTTP/1.1 400 Bad Request") && answers.hasSuffix("400"), "\(answers)")
            #expect(try await WireClient.get(port, "/healthz").status == 200)
        }
    }

    @Test(arguments: ["/v1/events", "/v1/candles?asset=BTC&format=csv"])
    func stream_isNoAnswerThatAClientCanHave(path: String) async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<10)
            let client = try WireClient(port: port)
            try client.send("GET", path, ["If-None-Match: *", "Range: bytes=0-10"])
            let text = try await NIOThreadPool.singleton.runIfActive { client.read(10_000) } ?? []
            #expect(String(decoding: text, as: UTF8.self).hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test func range_ofAPage_isPassedOver() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<10)
            let whole = try await WireClient.get(port, "/v1/candles?asset=BTC")
            let part = try await WireClient.get(port, "/v1/candles?asset=BTC", "Range: bytes=0-10")
            #expect(part.status == 200 && part.body == whole.body && part.headers["accept-ranges"] == nil)
        }
    }
}
