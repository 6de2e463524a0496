import Foundation

/// Programs that the tests run.
enum Programs {
    /// One that was built beside these tests.
    static func built(_ name: String) throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: name)
    }

    /// What a program of the system makes of these bytes.
    static func filter(_ path: String, _ arguments: [String], _ bytes: [UInt8], in folder: TestFolder) throws -> [UInt8]
    {
        let input = try folder.write("input", bytes)
        let output = folder("output")
        try Data().write(to: URL(filePath: output))
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        try process.run()
        process.waitUntilExit()
        return Array(try Data(contentsOf: URL(filePath: output)))
    }
}
