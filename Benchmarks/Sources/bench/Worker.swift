import Foundation

/// A process that runs a kernel when asked and says how long it took.
final class Worker {
    /// What came of one kernel.
    struct Answer {
        let seconds: Double
        let rows: Int
    }

    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    private let name: String

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        name = arguments.joined(separator: " ")
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Runs a kernel; a wrong number of rows is a failure, not a figure.
    func run(_ kernel: String, rows: Int? = nil) throws -> Answer {
        try input.fileHandleForWriting.write(contentsOf: Data((kernel + "\n").utf8))
        let words = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let seconds = Double(words[0]), let found = Int(words[1].dropLast()) else {
            throw Trouble("\(name): no answer to '\(kernel)'")
        }
        if let rows, rows != found { throw Trouble("\(name): \(kernel) found \(found) rows, expected \(rows)") }
        return Answer(seconds: seconds, rows: found)
    }

    /// Ends it: its input ends.
    func end() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
