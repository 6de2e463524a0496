import Foundation
import Testing

/// The Python with QuestDB's official client that `scripts/test-venv` makes.
enum TestVenv {
    /// The package's folder, from where this file lies in it.
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let python = package.appending(path: ".build/test-venv/bin/python").path

    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: FileManager.default.isExecutableFile(atPath: python),
        "no official client to compare with: scripts/test-venv makes .build/test-venv")

    /// Runs a driver of `Tests/QuestDBClientTests/Python` with this standard input; its standard error when it failed.
    static func run(_ driver: String, input: Data) throws -> String? {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [package.appending(path: "Tests/QuestDBClientTests/Python/\(driver)").path]
        process.environment = ["PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"]
        let (standardInput, standardError) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardError = standardError
        try process.run()
        // A pipe holds 64 KiB: the driver reads all of its input before it writes anything.
        try standardInput.fileHandleForWriting.write(contentsOf: input)
        try standardInput.fileHandleForWriting.close()
        let said = try standardError.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : String(decoding: said, as: UTF8.self)
    }
}
