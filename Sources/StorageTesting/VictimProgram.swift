import Foundation

/// How to start a program.
public struct VictimProgram: Hashable, Sendable {
    /// The executable's path.
    public var path: String
    /// Its arguments.
    public var arguments: [String]
    /// What its environment has besides this process's.
    public var environment: [String: String]

    /// A program and its arguments.
    public init(path: String, arguments: [String], environment: [String: String] = [:]) {
        (self.path, self.arguments, self.environment) = (path, arguments, environment)
    }

    /// Runs it until it has announced a batch, kills it with SIGKILL and waits for its end.
    ///
    /// - Returns: the last batch that it announced, at least `batch`.
    func runAndKill(after batch: Int) throws -> Int {
        let process = Process()
        let (output, problems) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
        process.standardOutput = output
        process.standardError = problems
        // Stays open as long as this process, and is never written to.
        let input = Pipe()
        process.standardInput = input
        defer { withExtendedLifetime(input) {} }
        try process.run()
        var text = ""
        var last = -1
        // Reads to the end: what it announced before its death counts, also where nobody had read it yet.
        while true {
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { break }
            text += String(decoding: piece, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            last = lines.dropLast().last.flatMap { Int($0) } ?? last
            if last >= batch { kill(process.processIdentifier, SIGKILL) }
        }
        process.waitUntilExit()
        guard process.terminationReason == .uncaughtSignal, process.terminationStatus == SIGKILL else {
            let said = try problems.fileHandleForReading.readToEnd() ?? Data()
            throw StoreCheckFailure(
                "the program \(path)", expected: "to be killed after batch \(batch)",
                found: "it ended by itself with \(process.terminationStatus): \(String(decoding: said, as: UTF8.self))")
        }
        return last
    }
}
