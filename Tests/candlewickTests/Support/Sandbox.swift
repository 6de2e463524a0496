import Foundation

/// A folder of one test's own in which programs run, with a home folder beside it and nothing of the
/// environment but what they need to start. Gone when the test lets go of it.
final class Sandbox {
    /// The working folder.
    let path: String
    private let root: String

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "candlewick-cli-\(UUID().uuidString)").path
        path = "\(root)/work"
        for folder in ["work", "home", "streams", "run"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
    }

    deinit {
        // A folder that stays behind harms nobody, and a deinit cannot throw.
        try? FileManager.default.removeItem(atPath: root)
    }

    /// The path of something in the working folder.
    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, and the folders above it.
    func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = URL(filePath: self(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// Writes a file of text.
    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    /// A file's text.
    func read(_ name: String) throws -> String { try String(contentsOfFile: self(name), encoding: .utf8) }

    /// Whether something is there.
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self(name)) }

    /// What is in the working folder, with what is below it.
    func everything() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }

    /// What a program left behind.
    struct Outcome {
        var status: Int32
        var output: String
        var error: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }

        func json<Document: Decodable>(_ type: Document.Type) throws -> Document {
            try JSONDecoder().decode(type, from: Data(output.utf8))
        }
    }

    /// Runs candlewick to its end, with nothing to read from.
    @discardableResult
    func candlewick(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
        try run(Programs.candlewick, arguments, environment: environment)
    }

    /// Runs a line of the shell; `$CANDLEWICK` is the program.
    func shell(_ line: String, _ arguments: String...) throws -> Outcome {
        try run("/bin/sh", ["-c", line, "sh"] + arguments)
    }

    /// Runs a program to its end, with nothing to read from.
    func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        // Files and not pipes: nobody has to read while it runs, however much it says.
        let name = UUID().uuidString
        let (output, error) = ("\(root)/streams/\(name).out", "\(root)/streams/\(name).err")
        for file in [output, error] { try Data().write(to: URL(filePath: file)) }
        let process = process(program, arguments, environment)
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: error))
        try process.run()
        process.waitUntilExit()
        let status = process.terminationStatus
        return Outcome(
            status: process.terminationReason == .uncaughtSignal ? 128 + status : status,
            output: try Self.text(output), error: try Self.text(error))
    }

    /// Everything that any program wrote here, on its streams, in the home folder, anywhere: to look for what must not be
    /// there.
    func everythingWritten() throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
            let file = URL(filePath: "\(root)/\(name)")
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            found[name] = try Data(contentsOf: file)
        }
        return found
    }

    /// A program that was not started yet.
    func process(_ program: String, _ arguments: [String], _ environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: path)
        var all = [
            "HOME": "\(root)/home", "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8",
            "CANDLEWICK": Programs.candlewick, "XDG_RUNTIME_DIR": "\(root)/run",
        ]
        // Where the Swift libraries are, when whoever runs the tests had to say it.
        all["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        process.environment = all.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private static func text(_ file: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    }
}
