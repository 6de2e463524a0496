import Foundation
import Glibc
import Testing

/// `candlewick serve` as a process of its own, on a port of its own, in a sandbox.
///
/// Stopped when the test lets go of it; `stop()` says how it ended.
final class ServedHub {
    /// The port it answers on.
    let port: Int
    private let process: Process
    private let errors: String

    /// `http://127.0.0.1:PORT`.
    var address: String { "http://127.0.0.1:\(port)" }

    /// The process, for tests that signal it or look at its memory.
    var pid: Int32 { process.processIdentifier }

    /// Starts a hub on the sandbox's store and waits until it takes requests.
    ///
    /// - Parameters:
    ///   - arguments: further words behind `candlewick serve --port 0`.
    ///   - limits: what a shell says before, like `ulimit -n 300`.
    init(
        _ sandbox: Sandbox, _ arguments: String..., limits: String? = nil, environment: [String: String] = [:]
    ) throws {
        errors = sandbox("serve-\(UUID().uuidString).err")
        try Data().write(to: URL(filePath: errors))
        let words = ["serve", "--port", "0"] + arguments
        process =
            limits.map {
                sandbox.process(
                    "/bin/sh", ["-c", "\($0); exec \"$0\" \"$@\"", Programs.candlewick] + words, environment)
            } ?? sandbox.process(Programs.candlewick, words, environment)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        try process.run()
        var found: Int?
        // The program says its port when it takes requests; nothing else tells a process outside when that is.
        for _ in 0..<1200 where found == nil && process.isRunning {
            found = Self.port(in: try String(contentsOfFile: errors, encoding: .utf8))
            if found == nil { usleep(25_000) }
        }
        guard let found else {
            process.terminate()
            throw NotServing(description: "no port was named: \(try String(contentsOfFile: errors, encoding: .utf8))")
        }
        port = found
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// It ended before it served, or said nothing.
    struct NotServing: Error, CustomStringConvertible { let description: String }

    /// What it has said on standard error so far.
    func said() throws -> String { try String(contentsOfFile: errors, encoding: .utf8) }

    /// The processes that it has started and that run.
    func children() throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task").flatMap {
            try String(contentsOfFile: "/proc/\(pid)/task/\($0)/children", encoding: .utf8)
                .split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// Waits for its end; its exit status, 128 and the signal where it died of one.
    func wait() -> Int32 {
        process.waitUntilExit()
        let status = process.terminationStatus
        return process.terminationReason == .uncaughtSignal ? 128 + status : status
    }

    /// Ends it in order; its exit status, 128 and the signal where it died of one.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        kill(process.processIdentifier, signal)
        return wait()
    }

    /// Asks with curl: the status, the head's lines, the body.
    func get(_ path: String, _ options: String...) throws -> (status: Int, head: String, body: String) {
        try curl(options + [address + path])
    }

    /// Likewise with any words.
    func curl(_ words: [String]) throws -> (status: Int, head: String, body: String) {
        let asking = Process()
        asking.executableURL = URL(filePath: try #require(Programs.find("curl")))
        asking.arguments = ["--silent", "--show-error", "--include", "--max-time", "60"] + words
        let answer = Pipe()
        asking.standardOutput = answer
        try asking.run()
        let text = String(decoding: try answer.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        asking.waitUntilExit()
        let halves = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let head = String(halves.first ?? "")
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return (status, head, halves.count > 1 ? String(halves[1]) : "")
    }

    /// `candlewick: serving http://127.0.0.1:40123/`.
    private static func port(in text: String) -> Int? {
        guard let line = text.split(separator: "\n").last(where: { $0.contains("serving http") }) else { return nil }
        return line.split(separator: ":").last.flatMap { Int($0.filter(\.isNumber)) }
    }
}
