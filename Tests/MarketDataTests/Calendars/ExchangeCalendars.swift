import Foundation
import MarketData
import Testing

/// Sessions as the PyPI package exchange_calendars has them, in the Python that `scripts/test-venv` makes.
enum ExchangeCalendars {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let venv = package.appending(path: ".build/test-venv")

    /// A venv of another checkout's time may hold QuestDB's client alone.
    private static let isThere: Bool = {
        let list = FileManager.default.contents(atPath: venv.appending(path: "packages").path) ?? Data()
        return String(decoding: list, as: UTF8.self).contains("exchange_calendars==")
    }()

    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: isThere, "no exchange_calendars to compare with: scripts/test-venv makes .build/test-venv")

    struct Session: Hashable {
        let day: String
        let opening: Timestamp?
        let close: Timestamp?
    }

    /// The sessions of XNYS from a day to another, both `2024-04-14`.
    static func xnys(from first: String, to last: String) throws -> [Session] {
        let process = Process()
        process.executableURL = venv.appending(path: "bin/python")
        process.arguments = [
            package.appending(path: "Tests/MarketDataTests/Calendars/Python/xnys_sessions.py").path, first, last,
        ]
        process.environment = ["PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"]
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        // In this order: an error's text is short and waits in its pipe.
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
        return try String(decoding: printed, as: UTF8.self).split(separator: "\n").map { line in
            let fields = line.split(separator: " ")
            try #require(fields.count == 3, "\(line)")
            return Session(
                day: String(fields[0]), opening: Int64(fields[1]).flatMap(Timestamp.init(seconds:)),
                close: Int64(fields[2]).flatMap(Timestamp.init(seconds:)))
        }
    }
}
