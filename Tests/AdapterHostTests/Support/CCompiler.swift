import Foundation
import Testing

/// Compiles the C of these tests, each source with each set of flags once on a machine: what comes
/// out is kept in a folder for temporary files under a name made of everything that went in.
enum CCompiler {
    /// What a compiler said.
    struct Outcome {
        var succeeded: Bool
        var messages: String
    }

    static let cIsThere = find("gcc") != nil
    static let cPlusPlusIsThere = find("g++") != nil
    static let absence: Comment = "gcc or g++ is not installed: apt install gcc g++"

    static let strict = ["-std=c11", "-Wall", "-Wextra", "-Werror"]

    static var packageRoot: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }

    static var sources: URL { packageRoot.appending(path: "Tests/AdapterHostTests/Adapters") }
    static var frozen: URL { packageRoot.appending(path: "Tests/AdapterHostTests/Frozen/v1.0") }
    static var header: URL { packageRoot.appending(path: "Sources/CAdapterABI/include") }

    /// A shared library made from one source; the header's folder is the current one unless named.
    static func library(_ source: URL, flags: [String] = [], header: URL = header) throws -> URL {
        let worker = packageRoot.appending(path: "Sources/CWorker/include")
        let includes = ["-I", header.path, "-I", worker.path, "-I", source.deletingLastPathComponent().path]
        let arguments = strict + ["-O2", "-shared", "-fPIC"] + includes + flags + [source.path]
        let key = try fingerprint(arguments, of: [source, sources, header, worker])
        let output = try cache().appending(path: "\(source.deletingPathExtension().lastPathComponent)-\(key).so")
        if FileManager.default.fileExists(atPath: output.path) { return output }
        // Under another name first: tests run at the same time.
        let unfinished = output.deletingPathExtension().appendingPathExtension("\(UUID().uuidString).part")
        let outcome = try run("gcc", arguments + ["-o", unfinished.path])
        guard outcome.succeeded else { throw CompilerFailure(messages: outcome.messages) }
        try Data(contentsOf: unfinished).write(to: output, options: .atomic)
        try FileManager.default.removeItem(at: unfinished)
        return output
    }

    /// Whether a source passes a compiler, without linking.
    static func check(_ compiler: String, _ arguments: [String]) throws -> Outcome {
        try run(compiler, arguments + ["-fsyntax-only"])
    }

    static func run(_ tool: String, _ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: try #require(find(tool)))
        process.arguments = arguments
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let messages = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            succeeded: process.terminationStatus == 0, messages: String(decoding: messages, as: UTF8.self))
    }

    private static func find(_ tool: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
        return path.split(separator: ":").map { "\($0)/\(tool)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func cache() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-adapter-tests-\(getuid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// FNV-1a over the arguments and every file that the compiler can see.
    private static func fingerprint(_ arguments: [String], of places: [URL]) throws -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        for argument in arguments { add(argument.utf8) }
        for place in places {
            var isFolder: ObjCBool = false
            // Foundation takes the flag by pointer, during the call.
            guard unsafe FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else { continue }
            let files =
                isFolder.boolValue
                ? try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil) : [place]
            for file in files.sorted(by: { $0.path < $1.path }) where ["h", "c"].contains(file.pathExtension) {
                add(try Data(contentsOf: file))
            }
        }
        return String(hash, radix: 16)
    }
}

/// A source of these tests does not compile.
struct CompilerFailure: Error, CustomStringConvertible {
    let messages: String
    var description: String { messages }
}
