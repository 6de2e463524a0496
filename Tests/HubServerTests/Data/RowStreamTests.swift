import Foundation
import NIOPosix
import Testing

@testable import HubServer

@Suite(.serialized) struct RowStreamTests {
    /// Some megabytes of CSV: more than all buffers on the way hold.
    private static let rows = 400_000

    @Test func stream_ofAllRows_hasThemAll() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<20_000)
            let reply = try await WireClient.get(port, "/v1/candles?format=csv")
            let isWhole = reply.isWhole
            #expect(isWhole)
            let encoding = reply.headers["transfer-encoding"]
            #expect(encoding == "chunked")
            let lines = reply.text.split(separator: "\n")
            let (count, different) = (lines.count, Set(lines).count)
            #expect(count == 20_001)
            #expect(different == 20_001)
        }
    }

    @Test func reader_thatGoesAway_endsTheStream() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<Self.rows)
            try await Self.readABit(port)
            try await Self.becomesFree(hub.services.streams.slots)
        }
    }

    @Test func reader_thatTakesNothing_isDropped() async throws {
        try await DataHub.serve(patience: .milliseconds(200)) { hub, port in
            try hub.addCandles(0..<Self.rows)
            let client = try WireClient(port: port, receiveBuffer: 4096)
            try client.send("GET", "/v1/candles?format=csv")
            try await Self.becomesFree(hub.services.streams.slots)
            // Alone: a failure would print what it has, and the reply has some megabytes.
            let isWhole = try await NIOThreadPool.singleton.runIfActive { client.reply().isWhole }
            #expect(!isWhole)
        }
    }

    @Test func streams_thatAreTooMany_areToldToComeAgain() async throws {
        try await DataHub.serve(streams: 1) { hub, port in
            try hub.addCandles(0..<Self.rows)
            let client = try WireClient(port: port, receiveBuffer: 4096)
            try client.send("GET", "/v1/candles?format=csv")
            _ = try await NIOThreadPool.singleton.runIfActive { client.read(100) }
            let second = try await WireClient.get(port, "/v1/candles?format=csv")
            #expect(second.status == 503)
            #expect(second.headers["retry-after"] == "10")
            // A page is no stream.
            let page = try await WireClient.get(port, "/v1/candles?limit=1")
            #expect(page.status == 200)
        }
    }

    /// Reads some bytes of a stream and goes away.
    private static func readABit(_ port: Int) async throws {
        try await NIOThreadPool.singleton.runIfActive {
            let client = try WireClient(port: port, receiveBuffer: 4096)
            try client.send("GET", "/v1/candles?format=csv")
            #expect(client.read(100)?.isEmpty == false)
        }
    }

    /// Waits until no stream runs; what never happens fails.
    private static func becomesFree(_ slots: StreamSlots) async throws {
        let end = ContinuousClock.now + .seconds(600)
        // A stream is begun before it can have ended.
        while slots.running == 0, slots.begun == 0, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(2))
        }
        while slots.running > 0, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        #expect(slots.begun > 0)
        #expect(slots.running == 0)
    }
}
