import Foundation
import Glibc

/// A PostgreSQL cluster of a test's own, which goes with its owner.
public final class OwnCluster: Sendable {
    /// Where it lies.
    public let folder: String
    /// Its address, with a password.
    public let address: String

    /// Makes it and starts it. Settings are `NAME=VALUE`.
    public init(_ settings: String...) throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: parent, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
        folder = parent.path + "/postgresql"
        address = try Self.script(["start", folder] + settings)
    }

    deinit {
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        _ = try? Self.script(["stop", folder])
        try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent)
    }

    /// Kills the server and all its sessions as a power cut would, but for what the disk keeps.
    public func kill() throws {
        let lines = try String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
        guard let postmaster = lines.split(separator: "\n").first.flatMap({ pid_t($0) }) else {
            throw ClusterFailure(folder + "/data/postmaster.pid names no process")
        }
        let children = try String(
            contentsOfFile: "/proc/\(postmaster)/task/\(postmaster)/children", encoding: .utf8
        ).split(separator: " ").compactMap { pid_t($0) }
        // The postmaster first: it would tell its children to end in order.
        for process in [postmaster] + children { Glibc.kill(process, SIGKILL) }
        // Its shared memory is free when nobody of them is left.
        for process in [postmaster] + children { while Glibc.kill(process, 0) == 0, !Self.isDead(process) {} }
    }

    /// Starts it once more, on the same port.
    public func startAgain() throws { _ = try Self.script(["again", folder]) }

    /// Whether a process waits only for its parent to look.
    private static func isDead(_ process: pid_t) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return stat.contains(") Z ")
    }

    private static func script(_ words: [String]) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appending(path: "scripts/private-postgresql")
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ClusterFailure("scripts/private-postgresql failed: \(words)")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// What a cluster could not do.
public struct ClusterFailure: Error, CustomStringConvertible {
    /// The sentence.
    public let description: String

    init(_ description: String) { self.description = description }
}
