import AdapterHost
import Foundation
import MarketData
import Synchronization

/// `Adapters/full.c`, loaded.
struct FullAdapter {
    let folder: AdapterFolder
    let adapter: LoadedAdapter

    static let manifest = """
        id = "full"
        name = "Full"
        version = "2.3.4-beta.1"
        licence = "MIT"
        summary = "Uses everything of the ABI"
        [abi]
        major = 1
        [library]
        \(Platform.current) = "small.so"
        [source]
        transports = ["file", "http", "stream"]
        kinds = ["candles", "trades", "instruments"]
        intervals_minutes = [1, 60]
        stamp = "close"
        day_anchor_minutes = 300
        day_zone = "America/New_York"
        hosts = ["api.example.com", "ws.example.com"]
        credentials = ["example-key"]
        [limits]
        rows_per_reply = 1000
        reach_rows = 720
        reach_days = 90
        requests_per_minute = 60
        """

    init(library: URL? = nil, settings: [String: String] = [:]) throws {
        let library = try library ?? CCompiler.library(CCompiler.sources.appending(path: "full.c"))
        folder = try AdapterFolder(library: library, Self.manifest, settings: settings)
        adapter = try folder.entry.load(run: RunModes.current)
    }

    static let minute = Interval.usual[0]
    static let now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    static let reply = ReplyContext.file(receivedAt: now)
}

/// The lines that adapters log, from whatever thread.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ level: AdapterLogLevel, _ message: String) {
        lines.withLock { $0.append("\(level): \(message)") }
    }
}

extension AdapterSession {
    /// Decodes all of a text in one piece, and again as often as the adapter says FULL.
    func decodeAll(_ text: String, into batch: CandleBatch) throws -> [Decoded] {
        try decodeAll(Array(text.utf8)) { bytes, position in
            batch.count = 0
            return try self.decode(bytes, position: position, isLast: true, reply: FullAdapter.reply, into: batch)
        }
    }

    /// The same for trades.
    func decodeAll(_ text: String, into batch: TradeBatch) throws -> [Decoded] {
        try decodeAll(Array(text.utf8)) { bytes, position in
            batch.count = 0
            return try self.decode(bytes, position: position, isLast: true, reply: FullAdapter.reply, into: batch)
        }
    }

    private func decodeAll(_ bytes: [UInt8], _ decode: (RawSpan, Int64) throws -> Decoded) throws -> [Decoded] {
        var results: [Decoded] = []
        var start = 0
        while true {
            // Bytes of UInt8 have no padding that could be undefined.
            let rest = unsafe bytes.span.bytes.extracting(start..<bytes.count)
            let decoded = try decode(rest, Int64(start))
            results.append(decoded)
            start += decoded.consumed
            if !decoded.isFull { return results }
        }
    }
}
