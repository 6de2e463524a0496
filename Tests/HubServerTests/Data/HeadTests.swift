import Testing

@testable import HubServer

@Suite(.serialized) struct HeadTests {
    @Test(arguments: [
        "/healthz", "/metrics", "/", "/v1/candles", "/v1/candles?format=csv&limit=2", "/v1/assets", "/v1/gaps",
        "/v1/report", "/v1/jobs", "/v1/whoami", "/v1/openapi.json", "/v1/nothing", "/v1/candles?x=1", "/v1/stream",
    ])
    func head_ofAnAnswer_isThatOfGetWithoutItsBody(path: String) async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<3)
            let get = try await WireClient.get(port, path)
            let head = try await WireClient.get(port, path, method: "HEAD")
            #expect(head.status == get.status)
            #expect(head.body.isEmpty && !get.body.isEmpty)
            for name in ["content-type", "etag", "vary", "x-next-cursor", "upgrade"] {
                #expect(head.headers[name] == get.headers[name], "\(name)")
            }
            // Counts and clocks in a body change its length.
            guard !["/metrics", "/", "/v1/report"].contains(path) else { return }
            #expect(head.headers["content-length"] == get.headers["content-length"])
        }
    }

    @Test(arguments: ["/v1/candles?format=csv", "/v1/events", "/v1/gaps?format=csv"])
    func head_ofAStream_beginsNone(path: String) async throws {
        try await DataHub.serve(streams: 1) { hub, port in
            try hub.addCandles(0..<20_000)
            for _ in 0..<3 {
                let head = try await WireClient.get(port, path, method: "HEAD")
                #expect(head.status == 200)
                #expect(head.headers["content-length"] == nil && head.headers["connection"] == "close")
                #expect(["text/csv; charset=utf-8", "text/event-stream"].contains(head.headers["content-type"]))
                // Not even the end of chunks.
                #expect(head.bytesBehindHead == 0)
            }
            #expect(hub.services.streams.slots.running == 0)
        }
    }

    @Test func head_thatWouldBeAWebSocket_staysHTTP() async throws {
        try await DataHub.serve { _, port in
            let head = try await WireClient.get(
                port, "/v1/stream", method: "HEAD", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
            #expect(head.status == 426 && head.bytesBehindHead == 0)
        }
    }

    @Test(arguments: ["1706400000", "1706400000000", "-1"])
    func time_inSeconds_isRefusedAndNotTakenForNanoseconds(text: String) async throws {
        try await DataHub.serve { _, port in
            let reply = try await WireClient.get(port, "/v1/candles?asset=BTC&interval=1&start=\(text)")
            #expect(reply.status == 400)
            #expect(try reply.json()["parameter"] as? String == "start")
        }
    }
}
