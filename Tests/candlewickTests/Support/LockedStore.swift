import Foundation
import Testing

/// Another process that holds the store's write lock, so that a job is in the middle of its work for as long as a
/// test wants, without sleeping.
final class LockedStore {
    static let isPossible = Programs.find("sqlite3") != nil

    private let process: Process
    private let input = Pipe()

    /// Returns when the lock is held.
    init(_ sandbox: Sandbox) throws {
        process = sandbox.process(Programs.find("sqlite3") ?? "sqlite3", ["candlewick.db"])
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // The first write fills the log, so that others can open the store while it is locked.
        try say("PRAGMA user_version = 6; BEGIN IMMEDIATE; SELECT 'locked';\n")
        let answer = output.fileHandleForReading.availableData
        try #require(String(decoding: answer, as: UTF8.self) == "locked\n")
    }

    deinit { process.terminate() }

    /// Gives the lock back.
    func release() throws {
        try say("COMMIT;\n.quit\n")
        process.waitUntilExit()
    }

    private func say(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }
}
