import Foundation
import Glibc
import MarketData
import Testing
import Transport

/// Processes that share a cache, and die while they write to it.
@Suite(.serialized) struct CacheKillTests {
    /// `swift build` puts the program beside the tests.
    private static let victim: String = {
        do {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: tests).deletingLastPathComponent().appending(path: "cache-victim").path
        } catch {
            fatalError("/proc/self/exe cannot be read: \(error)")
        }
    }()

    private static let limit: Int64 = 400_000

    private static func start(_ folder: TestFolder, _ seed: Int, times: Int? = nil) throws -> (Process, Pipe) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: victim)
        process.arguments = [folder("cache"), "\(limit)", "\(seed)"] + (times.map { ["\($0)"] } ?? [])
        process.standardOutput = output
        try process.run()
        return (process, output)
    }

    /// What must hold whatever happened: the totals are those of the files, within the limit, and every reply is whole.
    private static func check(_ folder: TestFolder) async throws {
        let cache = try ReplyCache(folder: folder("cache"), limit: limit)
        let statistics = cache.statistics
        let replies = try FileManager.default.subpathsOfDirectory(atPath: folder("cache/replies"))
            .filter { $0.contains("/") }
        let bytes = try replies.reduce(0) {
            try $0 + Data(contentsOf: URL(filePath: folder("cache/replies/\($1)"))).count
        }
        #expect(statistics.entries == replies.count && statistics.bytes == Int64(bytes) && bytes <= limit)
        var found = 0
        for number in 0..<50 {
            let reply = await cache.lookup(source: "victim", SourceRequest(address: "/\(number)"))
            guard let body = reply?.reply.body else { continue }
            found += 1
            #expect(body == [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number * 997))
        }
        #expect(found == replies.count && found > 0 && cache.statistics.damaged == 0)
        // Nothing else is left lying about.
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder("cache"))) == ["lock", "replies"])
    }

    @Test func processes_thatShareACache_keepItWholeAndWithinItsLimit() async throws {
        let folder = try TestFolder()
        let runs = try (1...3).map { try Self.start(folder, $0, times: 300) }
        for (process, output) in runs {
            // To the end: a full pipe would stop it.
            _ = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        }
        try await Self.check(folder)
    }

    @Test func process_thatIsKilledAnywhere_leavesAWholeCache() async throws {
        let folder = try TestFolder()
        for round in 1...15 {
            let (process, output) = try Self.start(folder, round)
            // Another one goes on meanwhile, and finds what the first one left.
            let (other, otherOutput) = try Self.start(folder, 100 + round, times: 40)
            var lines = 0
            while lines < 1 + round % 4 {
                let piece = output.fileHandleForReading.availableData
                if piece.isEmpty { break }
                lines += piece.count { $0 == UInt8(ascii: "\n") }
            }
            #expect(kill(process.processIdentifier, SIGKILL) == 0)
            _ = output.fileHandleForReading.readDataToEndOfFile()
            _ = otherOutput.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            other.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal && other.terminationStatus == 0)
            try await Self.check(folder)
        }
    }
}
