import Foundation
import Glibc
import Testing

@testable import Transport

@Suite(.serialized) struct SharedLimitsTests {
    private static let host = BucketName.host("api.example.com:443")
    private static let pace = Pace(rate: 10, burst: 2)

    private static func message(_ error: LimitError?) -> String {
        if case .state(let message) = error { message } else { "" }
    }

    @Test func twoUsers_ofOneFolder_keepOneLimit() async throws {
        let (folder, clock) = (try TestFolder(), TestClock())
        let users = [SharedLimits(folder: folder("l"), clock: clock), SharedLimits(folder: folder("l"), clock: clock)]
        let start = clock.sinceBoot
        for index in 0..<102 {
            _ = try await users[index % 2].admit([Self.host], Self.pace, cost: 1, patience: .zero)
        }
        // Two at once, a hundred more at the rate.
        #expect(clock.sinceBoot - start == .nanoseconds(Self.pace.period * 100))
    }

    @Test func key_isLimited_whateverItsHost() async throws {
        let (folder, clock) = (try TestFolder(), TestClock())
        let limits = SharedLimits(folder: folder("l"), clock: clock)
        let key = BucketName.credential(Secret("one"))
        let start = clock.sinceBoot
        for host in ["a:1", "b:2", "c:3"] {
            _ = try await limits.admit([.host(host), key], Self.pace, cost: 1, patience: .zero)
        }
        #expect(clock.sinceBoot - start == .nanoseconds(Self.pace.period))
        // Another key on another host has its own.
        #expect(
            try await limits.admit([.host("d:4"), .credential(Secret("two"))], Self.pace, cost: 2, patience: .zero)
                == .zero)
    }

    @Test func files_nameNoSecret_andAreOurs() async throws {
        let folder = try TestFolder()
        let limits = SharedLimits(folder: folder("l"), clock: TestClock())
        _ = try await limits.admit([Self.host, .credential(Secret("hunter2"))], Self.pace, cost: 1, patience: .zero)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder("l"))
        #expect(names.count == 3 && !names.joined().contains("hunter2"))
        for name in names + ["."] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder("l/\(name)"))
            #expect(attributes[.posixPermissions] as? Int == (name == "." ? 0o700 : 0o600))
            if name == "." { continue }
            let bytes = try Data(contentsOf: URL(filePath: folder("l/\(name)")))
            #expect(bytes.firstRange(of: Data("hunter2".utf8)) == nil)
        }
    }

    @Test func pause_isShared_andNotWaitedForBeyondPatience() async throws {
        let (folder, clock) = (try TestFolder(), TestClock())
        let users = [SharedLimits(folder: folder("l"), clock: clock), SharedLimits(folder: folder("l"), clock: clock)]
        try await users[0].pause([Self.host], Self.pace, for: .seconds(100))
        let error = await #expect(throws: LimitError.self) {
            try await users[1].admit([Self.host], Self.pace, cost: 1, patience: .seconds(99))
        }
        #expect(error == .paused(.seconds(100)))
        let waited = try await users[1].admit([Self.host], Self.pace, cost: 1, patience: .seconds(100))
        #expect(waited == .seconds(100))
    }

    @Test func pause_ofAYear_isADay() async throws {
        let (folder, clock) = (try TestFolder(), TestClock())
        let limits = SharedLimits(folder: folder("l"), clock: clock)
        try await limits.pause([Self.host], Self.pace, for: .seconds(31_536_000))
        let waited = try await limits.admit([Self.host], Self.pace, cost: 1, patience: .seconds(100_000))
        #expect(waited == .seconds(86_400))
    }

    @Test func cancelledWaiter_givesItsPlaceBack() async throws {
        let folder = try TestFolder()
        let clock = TestClock()
        let limits = SharedLimits(folder: folder("l"), clock: clock)
        _ = try await limits.admit([Self.host], Self.pace, cost: 2, patience: .zero)
        let before = try Data(contentsOf: URL(filePath: folder("l/host-api.example.com:443.limit")))
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await limits.admit([Self.host], Self.pace, cost: 1, patience: .zero)
        }
        await #expect(throws: LimitError.cancelled) { try await task.value }
        #expect(try Data(contentsOf: URL(filePath: folder("l/host-api.example.com:443.limit"))) == before)
    }

    @Test func folder_thatOthersMayEnter_isRefused() async throws {
        let folder = try TestFolder()
        try folder.makeFolder("open")
        folder.setMode("open", 0o755)
        try folder.makeFolder("own")
        folder.setMode("own", 0o700)
        folder.makeLink("link", to: "own")
        try folder.write("file", "x")
        for name in ["open", "link", "file", "none/below"] {
            let limits = SharedLimits(folder: folder(name), clock: TestClock())
            let error = await #expect(throws: LimitError.self) {
                try await limits.admit([Self.host], Self.pace, cost: 1, patience: .zero)
            }
            #expect(Self.message(error).contains(folder(name)) && Self.message(error).contains("remove it"), "\(name)")
        }
    }

    @Test func bucketFile_thatIsALink_isRefused() async throws {
        let folder = try TestFolder()
        try folder.makeFolder("l")
        folder.setMode("l", 0o700)
        try folder.write("target", "untouched")
        folder.makeLink("l/host-api.example.com:443.limit", to: "target")
        let limits = SharedLimits(folder: folder("l"), clock: TestClock())
        await #expect(throws: LimitError.self) {
            try await limits.admit([Self.host], Self.pace, cost: 1, patience: .zero)
        }
        #expect(try String(contentsOfFile: folder("target"), encoding: .utf8) == "untouched")
    }

    @Test func lock_thatAStoppedProcessHolds_endsInAnError() async throws {
        let (folder, clock) = (try TestFolder(), TestClock())
        let limits = SharedLimits(folder: folder("l"), clock: clock)
        _ = try await limits.admit([Self.host], Self.pace, cost: 1, patience: .zero)
        let other = folder.lock("l/host-api.example.com:443.limit")
        let error = await #expect(throws: LimitError.self) {
            try await limits.admit([Self.host], Self.pace, cost: 1, patience: .zero)
        }
        #expect(Self.message(error).contains("stopped"))
        close(other)
        _ = try await limits.admit([Self.host], Self.pace, cost: 1, patience: .zero)
    }

    @Test func removedFile_isMadeAgain() async throws {
        let (folder, clock) = (try TestFolder(), TestClock())
        let limits = SharedLimits(folder: folder("l"), clock: clock)
        _ = try await limits.admit([Self.host], Self.pace, cost: 1, patience: .zero)
        try FileManager.default.removeItem(atPath: folder("l/host-api.example.com:443.limit"))
        _ = try await limits.admit([Self.host], Self.pace, cost: 1, patience: .zero)
        #expect(FileManager.default.fileExists(atPath: folder("l/host-api.example.com:443.limit")))
    }

    @Test func fileThatAnotherHasMadeAnew_isShared() async throws {
        let (folder, clock) = (try TestFolder(), TestClock())
        let users = [SharedLimits(folder: folder("l"), clock: clock), SharedLimits(folder: folder("l"), clock: clock)]
        _ = try await users[0].admit([Self.host], Self.pace, cost: 1, patience: .zero)
        try FileManager.default.removeItem(atPath: folder("l/host-api.example.com:443.limit"))
        try await users[1].pause([Self.host], Self.pace, for: .seconds(5))
        let waited = try await users[0].admit([Self.host], Self.pace, cost: 1, patience: .seconds(5))
        #expect(waited == .seconds(5))
    }

    @Test func usualFolder_isTheUsersOwn() throws {
        let folder = try TestFolder()
        #expect(LimitFolder.usual(saying: folder.path, user: geteuid()) == folder.path + "/candlewick")
        // No such user has a folder: what is another's, is not there or is no path is passed over.
        for said in [folder.path, "/nowhere", "relative", "", nil] {
            #expect(LimitFolder.usual(saying: said, user: 3_999_999_999) == "/tmp/candlewick-3999999999")
        }
    }

    @Test func record_comesBackTheSame() {
        var bucket = TokenBucket(Self.pace)
        bucket.take(2, at: BootTime(nanoseconds: 1_000_000_000))
        bucket.pause(until: BootTime(nanoseconds: 7_000_000_000))
        let bytes = BucketRecord.bytes(bucket, boot: 1)
        #expect(bytes.count == BucketRecord.length)
        #expect(BucketRecord.bucket(bytes[...], Self.pace, boot: 1, now: BootTime(nanoseconds: 5)) == bucket)
    }

    @Test func record_thatIsDamagedOrOld_beginsEmpty() {
        let now = BootTime(nanoseconds: 50_000_000_000)
        let bytes = BucketRecord.bytes(TokenBucket(Self.pace), boot: 1)
        var damaged = (0..<48).map { index in
            var copy = bytes
            copy[index] ^= 0x10
            return copy
        }
        damaged += (1..<48).map { Array(bytes.prefix($0)) }
        for bytes in damaged {
            let bucket = BucketRecord.bucket(bytes[...], Self.pace, boot: 1, now: now)
            #expect(bucket.fullAt == now + .nanoseconds(2 * Self.pace.period))
        }
        let old = BucketRecord.bucket(bytes[...], Self.pace, boot: 2, now: now)
        #expect(old.fullAt == now + .nanoseconds(2 * Self.pace.period))
        #expect(BucketRecord.bucket([], Self.pace, boot: 1, now: now) == TokenBucket(Self.pace))
    }

    @Test func record_ofAnotherPace_keepsWhatWasUsed() {
        let now = BootTime(nanoseconds: 50_000_000_000)
        var slow = TokenBucket(Pace(rate: 0.001, burst: 1))
        slow.take(3, at: now)
        let bytes = BucketRecord.bytes(slow, boot: 1)
        let bucket = BucketRecord.bucket(bytes[...], Self.pace, boot: 1, now: now)
        #expect(bucket.fullAt == now + .nanoseconds(3 * Self.pace.period))
    }
}
