import CZlib
import Foundation
import MarketData
import NIOCore
import Storage
import StorageSQLite
import Testing

@testable import HubServer

@Suite(.serialized) struct ReplyTests {
    @Test func rowOfAnotherProcess_isInTheNextReply() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<3)
            let query = "/v1/candles?asset=BTC"
            let first = try await WireClient.get(port, query)
            // Twice, so that the second is the remembered one.
            #expect(try await WireClient.get(port, query).body == first.body)
            for written in 1...5 {
                // An open database of its own: to the hub's connections as much a stranger as another process is.
                let other = SQLiteStore(try SQLiteDatabase(path: hub.path, mode: .existing))
                let batch = CandleBatch(capacity: 1)
                batch.count = 1
                batch.openTime[0] = DataHub.start + Int64(2 + written) * DataHub.minute
                (batch.open[0], batch.high[0], batch.low[0], batch.close[0]) = (1, 1, 1, 1)
                (batch.volume[0], batch.vwap[0], batch.trades[0]) = (.nan, .nan, -1)
                let interval = try #require(Interval(minutes: 1))
                _ = try other.write(
                    batch, to: Series(DataHub.bitcoin, .candles(interval), source: "kraken-csv"))
                let next = try await WireClient.get(port, query).json()
                #expect((next["candles"] as? [Any])?.count == 3 + written)
            }
        }
    }

    @Test func tag_thatTheClientHas_getsNotModifiedUntilARowChanges() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<3)
            let first = try await WireClient.get(port, "/v1/candles")
            let tag = try #require(first.headers["etag"])
            for given in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let again = try await WireClient.get(port, "/v1/candles", "If-None-Match: \(given)")
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                #expect(again.headers["etag"] == tag)
            }
            try hub.addCandles(3..<4)
            let changed = try await WireClient.get(port, "/v1/candles", "If-None-Match: \(tag)")
            #expect(changed.status == 200)
            #expect(changed.headers["etag"] != tag)
        }
    }

    @Test(arguments: [
        "/v1/candles", "/v1/candles?format=csv", "/v1/candles?format=ndjson&limit=100", "/v1/openapi.json",
    ])
    func gzip_ofEachForm_isThePlainText(_ path: String) async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<20_000)
            let plain = try await WireClient.get(port, path)
            #expect(plain.isWhole)
            #expect(plain.headers["content-encoding"] == nil)
            // Again and again: fresh, remembered, and remembered as gzip.
            for _ in 0..<3 {
                let packed = try await WireClient.get(port, path, "Accept-Encoding: br, gzip;q=0.5")
                #expect(packed.headers["content-encoding"] == "gzip")
                #expect(packed.headers["vary"]?.contains("Accept-Encoding") == true)
                #expect(packed.isWhole)
                #expect(packed.body.count < plain.body.count / 2)
                #expect(try Self.unpacked(packed.body) == plain.body)
            }
            #expect(
                try await WireClient.get(port, path, "Accept-Encoding: gzip;q=0").headers["content-encoding"] == nil)
        }
    }

    @Test func cache_thatKeepsAnAnswerAgainAndAgain_keepsTheOthersToo() {
        let cache = ResponseCache(capacity: 10_000)
        let entry = ResponseCache.Entry(reply: TaggedReply(ByteBuffer(repeating: 1, count: 100), "text/plain"))
        cache.keep(entry, "other", 1)
        let key = String(repeating: "k", count: 2000)
        for _ in 0..<10 { cache.keep(entry, key, 1) }
        #expect(cache.entry("other", 1) != nil && cache.entry(key, 1) != nil && cache.entry(key, 2) == nil)
    }

    @Test func gzip_ofSomethingSmall_isNotMade() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<2)
            let reply = try await WireClient.get(port, "/v1/candles", "Accept-Encoding: gzip")
            #expect(reply.headers["content-encoding"] == nil)
        }
    }

    @Test func path_withAnotherMethod_saysWhichItHas() async throws {
        try await DataHub.serve { _, port in
            let reply = try await WireClient.get(port, "/v1/candles", method: "PUT")
            #expect(reply.status == 405)
            #expect(reply.headers["allow"] == "GET, HEAD, OPTIONS")
        }
    }

    @Test func request_thatIsTooLong_isRefused() async throws {
        try await DataHub.serve { _, port in
            let long = String(repeating: "x", count: 9000)
            let address = try await WireClient.get(port, "/v1/candles?asset=\(long)")
            #expect(address.status == 414)
            let line = "\(long.prefix(4000))\(long.prefix(2000))"
            let head = try await WireClient.get(port, "/v1/candles", "X-0: \(line)", "X-1: \(line)", "X-2: \(line)")
            #expect(head.status == 431)
            let body = try await WireClient.get(port, "/v1/candles", "Content-Length: 2000000")
            #expect(body.status == 413)
        }
    }

    /// gunzip.
    private static func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = unsafe z_stream()
        #expect(unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { unsafe inflateEnd(&stream) }
        var out = [UInt8](repeating: 0, count: 32 << 20)
        let code = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe out.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                return unsafe inflate(&stream, Z_FINISH)
            }
        }
        #expect(code == Z_STREAM_END)
        return Array(out.prefix(out.count - Int(unsafe stream.avail_out)))
    }
}
