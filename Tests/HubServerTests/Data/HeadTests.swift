import Testing

@Suite(.serialized) struct HeadTests {
    @Test(arguments: ["/healthz", "/metrics", "/"])
    func head_ofAShortAnswer_isThatOfGetWithoutABody(path: String) async throws {
        try await DataHub.serve { _, port in
            let head = try await WireClient.get(port, path, method: "HEAD")
            #expect(head.status == 200)
            #expect(head.text.isEmpty)
        }
    }

    @Test func head_belowTheAPI_isRefusedWithWhatIsTaken() async throws {
        try await DataHub.serve { _, port in
            let head = try await WireClient.get(port, "/v1/candles", method: "HEAD")
            #expect(head.status == 405)
            #expect(head.headers["allow"] == "GET")
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
