import Foundation
import MarketData
import Synchronization
import Testing
import Transport

@Suite(.serialized) struct ReplyCacheTests {
    /// A clock that a test moves.
    final class Clock: Sendable {
        private let moment = Mutex<Int64>(1_700_000_000_000_000_000)
        /// A second later each time it is asked.
        func next() -> Timestamp {
            moment.withLock {
                $0 += 1_000_000_000
                return Timestamp(nanoseconds: $0)
            }
        }
    }

    static func request(_ address: String) -> SourceRequest { SourceRequest(address: address, isImmutable: true) }

    static func reply(_ body: [UInt8], status: Int = 200) -> SourceReply {
        SourceReply(
            status: status, contentType: "application/json",
            headers: [SourceHeader("ETag", "\"é\""), SourceHeader("Set-Cookie", "id=hidden")], body: body,
            receivedAt: Timestamp(nanoseconds: 1_688_256_300_000_000_001))
    }

    static func open(_ folder: TestFolder, limit: Int64 = 1 << 20, _ clock: Clock = Clock()) throws -> ReplyCache {
        try ReplyCache(folder: folder("cache"), limit: limit, now: { clock.next() })
    }

    private static func files(_ folder: TestFolder) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder("cache/replies")).filter { $0.contains("/") }
            .map { folder("cache/replies/\($0)") }.sorted()
    }

    @Test(arguments: [0, 1, 1000, 200_000])
    func reply_thatWasKept_isFoundAgainByAnotherProcessToo(size: Int) async throws {
        let folder = try TestFolder()
        let cache = try Self.open(folder)
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(await cache.lookup(source: "a", Self.request("/1")) == nil)
        await cache.store(source: "a", Self.request("/1"), Self.reply(body))
        for cache in [cache, try Self.open(folder)] {
            let found = try #require(await cache.lookup(source: "a", Self.request("/1")))
            #expect(found.reply.body == body && found.reply.status == 200)
            #expect(found.reply.contentType == "application/json")
            #expect(found.reply.receivedAt == Timestamp(nanoseconds: 1_688_256_300_000_000_001))
            // Without what may be a secret.
            #expect(found.reply.headers == [SourceHeader("ETag", "\"é\"")])
            #expect(found.reply.origin == .cache(storedAt: found.storedAt))
        }
        #expect(cache.statistics.hits == 1 && cache.statistics.misses == 1 && cache.statistics.hitRate == 0.5)
    }

    @Test func reply_toAnotherRequest_isNotFound() async throws {
        let folder = try TestFolder()
        let cache = try Self.open(folder)
        let kept = SourceRequest(address: "/1?x=2", method: "POST", body: [1], contentType: "text/csv")
        await cache.store(source: "a", kept, Self.reply([1]))
        #expect(await cache.lookup(source: "b", kept) == nil)
        for path: WritableKeyPath<SourceRequest, String> in [\.address, \.method, \.contentType] {
            var other = kept
            other[keyPath: path] += "x"
            #expect(await cache.lookup(source: "a", other) == nil)
        }
        var other = kept
        other.body = [1, 1]
        #expect(await cache.lookup(source: "a", other) == nil)
        // What ends one part does not begin the next.
        other = kept
        (other.method, other.address) = ("POST/", "1?x=2")
        #expect(await cache.lookup(source: "a", other) == nil)
        // Neither headers nor cost decide.
        other = kept
        (other.headers, other.cost) = ([SourceHeader("X-Key", "", credential: "main")], 3)
        #expect(await cache.lookup(source: "a", other) != nil)
    }

    @Test func reply_ofAnotherHost_isNotFound() async throws {
        let folder = try TestFolder()
        let cache = try Self.open(folder)
        await cache.at("https://a.example").store(source: "a", Self.request("/1"), Self.reply([1]))
        #expect(await cache.at("https://b.example").lookup(source: "a", Self.request("/1")) == nil)
        #expect(await cache.lookup(source: "a", Self.request("/1")) == nil)
        #expect(await cache.at("https://a.example").lookup(source: "a", Self.request("/1"))?.reply.body == [1])
    }

    @Test(arguments: [201, 204, 301, 404, 429, 500])
    func reply_ofAnotherStatus_isNotKept(status: Int) async throws {
        let folder = try TestFolder()
        let cache = try Self.open(folder)
        await cache.store(source: "a", Self.request("/1"), Self.reply([1], status: status))
        #expect(await cache.lookup(source: "a", Self.request("/1")) == nil)
        #expect(cache.statistics.entries == 0)
    }

    @Test func cache_thatIsFull_letsGoOfWhatWasUsedLeastRecently() async throws {
        let folder = try TestFolder()
        let cache = try Self.open(folder, limit: 10_000)
        let body = [UInt8](repeating: 1, count: 1000)
        for number in 0..<8 { await cache.store(source: "a", Self.request("/\(number)"), Self.reply(body)) }
        #expect(cache.statistics.entries == 8)
        // The first two are used again, so the third is the oldest.
        for number in 0..<2 { #expect(await cache.lookup(source: "a", Self.request("/\(number)")) != nil) }
        await cache.store(source: "a", Self.request("/8"), Self.reply(body))
        var there: [Int] = []
        for number in 0..<9 where await cache.lookup(source: "a", Self.request("/\(number)")) != nil {
            there.append(number)
        }
        #expect(there.contains(0) && there.contains(1) && there.contains(8) && !there.contains(2))
        let statistics = cache.statistics
        #expect(statistics.bytes <= 10_000 && statistics.entries == there.count)
        #expect(try Self.files(folder).count == there.count)
    }

    @Test(arguments: [1, 7, 99])
    func bytesOnDisk_neverExceedTheLimit(seed: UInt64) async throws {
        var hard = HardTexts(seed: seed)
        let folder = try TestFolder()
        let cache = try Self.open(folder, limit: 20_000)
        for _ in 0..<150 {
            let body = [UInt8](repeating: 7, count: .random(in: 0...8_000, using: &hard))
            await cache.store(source: "a", Self.request("/\(Int.random(in: 0...40, using: &hard))"), Self.reply(body))
            let sizes = try Self.files(folder).map { try Data(contentsOf: URL(filePath: $0)).count }
            #expect(sizes.reduce(0, +) <= 20_000)
            #expect(cache.statistics.bytes == Int64(sizes.reduce(0, +)) && cache.statistics.entries == sizes.count)
        }
    }

    @Test func cache_openedWithASmallerLimit_shrinks() async throws {
        let folder = try TestFolder()
        let clock = Clock()
        let first = try Self.open(folder, clock)
        for number in 0..<10 {
            await first.store(source: "a", Self.request("/\(number)"), Self.reply([UInt8](repeating: 1, count: 1000)))
        }
        let second = try Self.open(folder, limit: 5_000, clock)
        #expect(second.statistics.bytes <= 5_000 && second.statistics.entries >= 2)
        #expect(await second.lookup(source: "a", Self.request("/9")) != nil)
        #expect(await second.lookup(source: "a", Self.request("/0")) == nil)
    }

    @Test func reply_largerThanTheCache_isNotKeptAndDrivesNothingOut() async throws {
        let folder = try TestFolder()
        let cache = try Self.open(folder, limit: 2_000)
        await cache.store(source: "a", Self.request("/1"), Self.reply([1]))
        await cache.store(source: "a", Self.request("/2"), Self.reply([UInt8](repeating: 1, count: 2_000)))
        #expect(await cache.lookup(source: "a", Self.request("/1")) != nil)
        #expect(await cache.lookup(source: "a", Self.request("/2")) == nil)
    }

    @Test(arguments: [0, 9, 13, 20, 50, 110, 130, -1])
    func entry_thatWasDamaged_isAMissAndGone(place: Int) async throws {
        let folder = try TestFolder()
        let cache = try Self.open(folder)
        await cache.store(source: "a", Self.request("/1"), Self.reply(Array("a body that matters".utf8)))
        let file = try #require(try Self.files(folder).first)
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[place < 0 ? bytes.count - 1 : place] ^= 4
        try bytes.write(to: URL(filePath: file))
        #expect(await cache.lookup(source: "a", Self.request("/1")) == nil)
        #expect(cache.statistics.damaged == 1 && cache.statistics.misses == 1 && cache.statistics.entries == 0)
        #expect(try Self.files(folder).isEmpty)
        await cache.store(source: "a", Self.request("/1"), Self.reply([1]))
        #expect(await cache.lookup(source: "a", Self.request("/1"))?.reply.body == [1])
    }

    @Test func entry_cutAnywhere_isAMiss() async throws {
        let folder = try TestFolder()
        let cache = try Self.open(folder)
        await cache.store(source: "a", Self.request("/1"), Self.reply(Array("a body that matters".utf8)))
        let file = try #require(try Self.files(folder).first)
        let bytes = try Data(contentsOf: URL(filePath: file))
        for length in 0..<bytes.count {
            try bytes.prefix(length).write(to: URL(filePath: file))
            #expect(await cache.lookup(source: "a", Self.request("/1")) == nil)
        }
        // One in another's place is none either.
        await cache.store(source: "a", Self.request("/1"), Self.reply([1]))
        await cache.store(source: "a", Self.request("/2"), Self.reply([2]))
        let both = try Self.files(folder)
        let other = try Data(contentsOf: URL(filePath: both[1]))
        try other.write(to: URL(filePath: both[0]))
        let found = [
            await cache.lookup(source: "a", Self.request("/1")), await cache.lookup(source: "a", Self.request("/2")),
        ].compactMap { $0?.reply.body }
        #expect(found == [[1]] || found == [[2]])
    }

    @Test func folder_isTheUsersAlone() async throws {
        let folder = try TestFolder()
        try await Self.open(folder).store(source: "a", Self.request("/1"), Self.reply([1]))
        for name in [""] + (try FileManager.default.subpathsOfDirectory(atPath: folder("cache"))) {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder("cache/\(name)"))
            let mode = try #require(attributes[.posixPermissions] as? Int)
            #expect(mode == (attributes[.type] as? FileAttributeType == .typeDirectory ? 0o700 : 0o600), "\(name)")
        }
    }

    @Test func folder_thatCannotBeMade_isRefused() throws {
        let folder = try TestFolder()
        try folder.write("cache", "a file")
        let error = try #require(throws: TransportError.self) { try Self.open(folder) }
        #expect("\(error)".contains("the cache of replies cannot be opened"))
    }
}
