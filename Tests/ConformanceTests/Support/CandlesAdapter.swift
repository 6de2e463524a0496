import AdapterHost
import Conformance
import Foundation
import MarketData
import Testing

/// The adapter of `Adapter/candles.c`, over HTTP or for files.
enum CandlesAdapter {
    static func manifest(files: Bool) -> String {
        """
        id = "candles"
        name = "Candles in lines"
        version = "1.0.0"
        licence = "Apache-2.0"
        summary = "For the tests of the checks"
        [abi]
        major = 1
        [library]
        linux-x86_64 = "candles.so"
        linux-aarch64 = "candles.so"
        [source]
        transports = ["\(files ? "file" : "http")"]
        kinds = ["candles"]
        intervals_minutes = [60]
        hosts = [\(files ? "" : "\"candles.example\"")]
        """
    }

    /// 2023-07-01T00:00:00Z.
    private static let first: Int64 = 1_688_169_600

    /// Hours, one line each.
    private static func lines(_ count: Int64) -> String {
        (0..<count).map { "\(first + 3600 * $0),\(10 + $0),\(20 + $0),\($0),\(15 + $0)\n" }.joined()
    }

    /// Six hours: the fourth one forms when the reply comes, and the last two are to come.
    static func recorded(_ adapter: LoadedAdapter) throws -> AdapterCase {
        let hour = try #require(Interval(minutes: 60))
        let (start, end) = (try time(first - 3600), try time(first + 86_400))
        let now = try time(first + 3 * 3600 + 600)
        let query = SessionQuery(.candles(hour), range: try #require(TimeRange(start, end)), base: "A", quote: "B")
        return try PagesAdapter.recording("hours", adapter, query, now: now) { _ in
            CaseReply(contentType: "text/csv", receivedAt: now, body: Array((lines(6) + "end\n").utf8))
        }
    }

    /// Eight hours in a file.
    static func recordedFile(_ adapter: LoadedAdapter) throws -> FileCase {
        let file = FileCase(name: "hours", fileName: "AB.csv", bytes: Array(lines(8).utf8), expected: CasePlay())
        let asked = try file.asked(of: adapter)
        let recorded = try PagesAdapter.recording("hours", adapter, asked.query, now: asked.now) { _ in
            asked.exchanges[0].reply
        }
        return FileCase(name: "hours", fileName: file.fileName, bytes: file.bytes, expected: recorded.expected)
    }

    /// A folder with a case of a file, written by hand.
    static func caseFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-cases-\(UUID().uuidString)")
        let files = [
            "hours/input/AB.csv": "1688169600,10,20,5,15\n1688173200,15,25,5,20\n",
            "hours/expected.csv": """
            row,position,time,open,high,low,close,volume,trades
            1,0,1688169600000000000,10,20,5,15,1,
            2,22,1688173200000000000,15,25,5,20.0,1,

            """,
            "no-numbers/input/AB.csv": "ten,20,5,15\n",
            "no-numbers/error.csv": "class,row,message\nmalformed,-1,expected lines `seconds,open,high,low,close`\n",
        ]
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return folder
    }

    private static func time(_ seconds: Int64) throws -> Timestamp { try #require(Timestamp(seconds: seconds)) }
}
