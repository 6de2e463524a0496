import Foundation
import Testing

/// The programs beside the tests.
enum Programs {
    /// A hub and many readers: `Tests/LiveReaders`.
    static let liveReaders: String = {
        do {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: tests).deletingLastPathComponent().appending(path: "live-readers").path
        } catch {
            fatalError("/proc/self/exe cannot be read: \(error)")
        }
    }()

    /// Runs one to its end without holding a thread of the tests' tasks; its status and what it said.
    static func run(_ program: String, _ arguments: String...) async throws -> (status: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ["PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try process.run()
                        let said = try output.fileHandleForReading.readToEnd() ?? Data()
                        process.waitUntilExit()
                        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
                    })
            }
        }
    }
}

/// The Python that `scripts/test-venv` makes.
enum TestVenv {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let hasWebSockets: any TestTrait = .enabled(
        if: String(
            decoding: FileManager.default.contents(atPath: package.appending(path: ".build/test-venv/packages").path)
                ?? Data(), as: UTF8.self
        ).contains("websockets=="), "no other client of WebSockets: scripts/test-venv makes .build/test-venv")

    static func run(_ script: String, _ argument: String) async throws -> (status: Int32, said: String) {
        try await Programs.run(
            package.appending(path: ".build/test-venv/bin/python").path, package.appending(path: script).path, argument)
    }
}
