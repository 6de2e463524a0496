import Foundation
import Glibc
import Testing

/// curl, which hears the events of a hub and writes them into a file.
final class EventListener {
    private let process = Process()
    private let file: String

    init(_ hub: ServedHub, _ sandbox: Sandbox) throws {
        file = sandbox("events-\(UUID().uuidString).txt")
        process.executableURL = URL(filePath: try #require(Programs.find("curl")))
        process.arguments = ["--silent", "--no-buffer", "--output", file, "\(hub.address)/v1/events"]
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Everything that was heard, once it holds a text.
    @discardableResult
    func wait(for text: String) throws -> String {
        var heard = ""
        // Another process writes it, some time after the ledger has moved.
        for _ in 0..<1200 {
            // Until it has heard anything there is no file.
            heard = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            if heard.contains(text) { return heard }
            usleep(25_000)
        }
        throw NotHeard(description: "'\(text)' was not told in 30 s: \(heard)")
    }

    struct NotHeard: Error, CustomStringConvertible { let description: String }
}
