import Foundation
import Testing

/// Moments at which cron expressions are due as the PyPI package croniter has them, in the Python that `scripts/test-venv` makes.
enum Croniter {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let venv = package.appending(path: ".build/test-venv")

    /// A venv of another checkout's time may not hold it.
    static let isThere: Bool = {
        let list = FileManager.default.contents(atPath: venv.appending(path: "packages").path) ?? Data()
        return String(decoding: list, as: UTF8.self).contains("croniter==")
    }()

    struct Question: Hashable, CustomStringConvertible {
        var zone: String
        var expression: String
        /// Seconds since 1970.
        var start: Int64

        var description: String { "\(expression) in \(zone) after \(start)" }
    }

    struct Moment: Hashable {
        var second: Int64
        /// The second time that the clocks show this reading.
        var isRepeated: Bool
        /// The first moment behind readings that the clocks skip.
        var isBehindGap: Bool
        /// The reading is one that the expression names.
        var isNamed: Bool
    }

    enum Answer {
        case moments([Moment])
        case never
        case bad
    }

    static func answers(_ questions: [Question]) throws -> [Answer] {
        let asked = FileManager.default.temporaryDirectory.appending(path: "croniter-\(UUID().uuidString)")
        try Data(questions.map { "\($0.zone)\t\($0.expression)\t\($0.start)\n" }.joined().utf8).write(to: asked)
        // What is left behind of a file of questions is in nobody's way.
        defer { try? FileManager.default.removeItem(at: asked) }
        let process = Process()
        process.executableURL = venv.appending(path: "bin/python")
        process.arguments = [package.appending(path: "Tests/SchedulingTests/Croniter/croniter_moments.py").path]
        process.environment = ["PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"]
        let output = Pipe()
        (process.standardInput, process.standardOutput) = (try FileHandle(forReadingFrom: asked), output)
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "croniter_moments.py failed; what it said is above")
        let lines = String(decoding: printed, as: UTF8.self).split(separator: "\n")
        try #require(lines.count == questions.count)
        return try lines.map(answer)
    }

    private static func answer(_ line: Substring) throws -> Answer {
        if line == "never" { return .never }
        if line == "bad" { return .bad }
        return .moments(
            try line.split(separator: " ").map { word in
                let flags = word.drop { $0.isNumber || $0 == "-" }
                return Moment(
                    second: try #require(Int64(word.dropLast(flags.count))), isRepeated: flags.contains("f"),
                    isBehindGap: flags.contains("g"), isNamed: flags.contains("m"))
            })
    }
}
