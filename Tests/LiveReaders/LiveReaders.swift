import Foundation
import Glibc

/// What many readers of events cost a hub: `live-readers [READERS [SLOW [EVENTS [LAG]]]]` prints it as JSON. The hub is a process
/// of its own, so that its memory is nobody else's.
@main struct LiveReaders {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        if words.first == "serve" { return try await HubProcess.serve(lag: words.last.flatMap { Int($0) } ?? 0) }
        let numbers = words.compactMap { Int($0) }
        guard numbers.count == words.count, numbers.count <= 4, numbers.allSatisfy({ (0...20_000).contains($0) }) else {
            FileHandle.standardError.write(Data("usage: live-readers [READERS [SLOW [EVENTS [LAG]]]]\n".utf8))
            exit(2)
        }
        OpenFiles.raiseLimit()
        var wishes = numbers + [1000, 100, 2000, 1024].dropFirst(numbers.count)
        wishes[1] = min(wishes[0], wishes[1])
        let result = try await Trial(readers: wishes[0], slow: wishes[1], events: wishes[2], lag: wishes[3]).run()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try encoder.encode(result), as: UTF8.self))
    }
}

/// How many files a process may open: a connection is one.
enum OpenFiles {
    static func raiseLimit() {
        var limit = rlimit()
        // Both calls only read or write the structure that they are given.
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
