import Foundation

/// The hub's process, as who started it sees it.
final class HubClient {
    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(lag: Int) throws {
        process.executableURL = URL(
            filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        process.arguments = ["serve", String(lag)]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        guard let said = Self.line(output), let port = said.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw Failure(message: "the hub did not start")
        }
        self.port = port
    }

    struct Failure: Error { var message: String }

    /// Tells it something; the numbers that it answers.
    func ask(_ line: String) throws -> [Double] {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
        guard let said = Self.line(output) else { throw Failure(message: "the hub is gone") }
        return said.split(separator: " ").compactMap { Double($0) }
    }

    /// Stops it in order.
    func stop() throws { try input.fileHandleForWriting.write(contentsOf: Data("stop\n".utf8)) }

    func waitUntilExit() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// `VmRSS` or `VmHWM` in kB.
    func memory(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        guard let kB = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(message: "the hub's memory is not told")
        }
        return kB
    }

    private static func line(_ pipe: Pipe) -> String? {
        var bytes: [UInt8] = []
        while let byte = pipe.fileHandleForReading.readData(ofLength: 1).first {
            if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }
}
