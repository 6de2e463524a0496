import Foundation
import Logging
import MarketData
import Synchronization
import Testing

@testable import Telemetry

/// Lines that a logger wrote.
private final class Lines: Sendable {
    private let state = Mutex<[String]>([])

    var all: [String] { state.withLock { $0 } }

    func logger(_ format: LogFormat, level: Logger.Level = .info) -> Logger {
        Logger(label: "candlewick") { label in
            StructuredLogHandler(
                label: label, format: format, level: level,
                now: { Timestamp(nanoseconds: 1_700_000_000_005_000_000) },
                write: { bytes in self.state.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) } })
        }
    }
}

@Suite struct LogTests {
    @Test func json_withMetadata_isOneObjectALine() throws {
        let lines = Lines()
        var logger = lines.logger(.json)
        logger[metadataKey: "job"] = "12"
        logger.warning(
            "rows \"lost\"\nbreak \u{1b}[31m", metadata: ["series": "BTC/USD 1h", "time": "mine", "tries": ["1", "2"]])
        let line = try #require(lines.all.first)
        #expect(line.hasSuffix("\n") && line.dropLast().utf8.allSatisfy { $0 >= 0x20 })
        let object = try #require(try JSONSerialization.jsonObject(with: Foundation.Data(line.utf8)) as? [String: Any])
        #expect(object["time"] as? String == "2023-11-14T22:13:20.005Z")
        #expect(object["level"] as? String == "warning")
        #expect(object["logger"] as? String == "candlewick")
        #expect(object["message"] as? String == "rows \"lost\"\nbreak \u{1b}[31m")
        #expect(object["job"] as? String == "12")
        #expect(object["series"] as? String == "BTC/USD 1h")
        #expect(object["time_"] as? String == "mine")
        #expect(object["tries"] as? [String] == ["1", "2"])
    }

    @Test func text_withControlCharacters_staysOneLine() {
        let lines = Lines()
        lines.logger(.text).info("a\nb\u{1b}[0m\u{202e}", metadata: ["task": "cleanup gaps", "job": "7"])
        #expect(
            lines.all == [
                "2023-11-14T22:13:20.005Z INFO candlewick: a\\u{a}b\\u{1b}[0m\\u{202e} job=7 task=\"cleanup gaps\"\n"
            ])
    }

    @Test(arguments: [
        ("a\" job=8", #""a\" job=8""#), ("a\"\u{301}", "\"a\\\"\u{301}\""), ("a=\u{301}b", "\"a=\u{301}b\""),
        ("a \\", #""a \\""#), ("a\\", "a\\"), ("", "\"\""),
    ])
    func text_ofAValue_cannotPassForAnother(value: String, written: String) {
        let lines = Lines()
        lines.logger(.text).info("m", metadata: ["task": "\(value)"])
        #expect(lines.all == ["2023-11-14T22:13:20.005Z INFO candlewick: m task=\(written)\n"])
    }

    @Test func lines_lessImportantThanTheLevel_areNotWritten() {
        let lines = Lines()
        let logger = lines.logger(.text, level: .warning)
        logger.info("no")
        logger.error("yes")
        #expect(lines.all.count == 1)
    }

    @Test func message_endlesslyLong_isCut() {
        let lines = Lines()
        lines.logger(.json).info("\(String(repeating: "x", count: 1 << 20))")
        #expect(lines.all.first.map { $0.utf8.count < 5000 } == true)
    }
}
