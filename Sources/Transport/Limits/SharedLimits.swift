import Synchronization

/// Rate limits that all jobs and all processes of this user on this machine keep together: a token bucket for each
/// host and one for each secret, in small files of a folder.
///
/// A request reserves its moment and sleeps until then; nobody polls. What is kept is a hundredth less than the rate
/// that is asked for: requests do not all travel equally fast, and a server that counts must never count more.
public final class SharedLimits: Sendable {
    private let path: String
    private let clock: any SourceClock
    private let state = Mutex<State>(State())

    private struct State: ~Copyable {
        var folder: LimitFolder?
        var files: [BucketName: Box] = [:]
    }

    /// A file in a dictionary; used inside the mutex alone.
    private final class Box {
        var file: BucketFile
        init(_ path: String) { file = BucketFile(path) }
    }

    /// The part of the rate that is used.
    public static let share = 0.99
    /// A process that was stopped while it held a lock (they are held for microseconds) stops the others so long.
    private static let lockPatience = Duration.seconds(10)
    /// A source that asks for more gets a day.
    private static let longestPause = Duration.seconds(86_400)

    /// The limits in a folder; nil: `candlewick` under XDG_RUNTIME_DIR, or `/tmp/candlewick-UID`. Nothing is touched
    /// before the first request.
    public init(folder: String? = nil, clock: any SourceClock = MachineClock()) {
        path = folder ?? LimitFolder.usual
        self.clock = clock
    }

    /// Waits for a request's moment under all of these limits; returns how long that was.
    func admit(
        _ names: [BucketName], _ pace: Pace, cost: Int, patience: Duration
    ) async throws(LimitError) -> Duration {
        let start = clock.sinceBoot
        while true {
            switch try await retryingLock({ () throws(LimitError) in try reserve(names, pace, cost, patience) }) {
            case .go(let moment, let taken):
                do { try await clock.sleep(until: moment) } catch {
                    giveBack(taken, pace, cost)
                    throw .cancelled
                }
                return clock.sinceBoot - start
            case .wait(let moment):
                do { try await clock.sleep(until: moment) } catch { throw .cancelled }
            }
        }
    }

    /// Nothing goes under these limits for a time, in no process.
    func pause(_ names: [BucketName], _ pace: Pace, for duration: Duration) async throws(LimitError) {
        let until = clock.sinceBoot + min(duration, Self.longestPause)
        try await retryingLock { () throws(LimitError) in
            try change(names, pace) { buckets, _ in
                for index in buckets.indices { buckets[index].pause(until: until) }
            }
        }
    }

    private enum Place {
        /// With what was written into each bucket, to give it back.
        case go(at: BootTime, taken: [(BucketName, BootTime)])
        case wait(until: BootTime)
    }

    private func reserve(
        _ names: [BucketName], _ pace: Pace, _ cost: Int, _ patience: Duration
    ) throws(LimitError) -> Place? {
        let place = try change(names, pace) { buckets, now -> Result<Place, LimitError> in
            switch TokenBucket.place(buckets, cost, now: now) {
            case .wait(let moment):
                let isPaused = buckets.contains { $0.pausedUntil > now }
                return isPaused && moment - now > patience
                    ? .failure(.paused(moment - now)) : .success(.wait(until: moment))
            case .go(let moment):
                for index in buckets.indices { buckets[index].take(cost, at: moment) }
                return .success(.go(at: moment, taken: Array(zip(names, buckets.map(\.fullAt)))))
            }
        }
        return try place?.get()
    }

    private func giveBack(_ taken: [(BucketName, BootTime)], _ pace: Pace, _ cost: Int) {
        // When another process has the lock just now, or the folder is gone, the place is lost: that costs some time.
        _ = try? change(taken.map(\.0), pace) { buckets, _ in
            for index in buckets.indices { buckets[index].giveBack(cost, taken: taken[index].1) }
        }
    }

    /// Does it with all these buckets locked; nil when another process has one of them.
    private func change<Value>(
        _ names: [BucketName], _ pace: Pace, _ body: (inout [TokenBucket], BootTime) -> Value
    ) throws(LimitError) -> Value? {
        try state.withLock { state throws(LimitError) -> Value? in
            let boxes = try open(names, &state)
            var locked = 0
            defer { for index in 0..<locked { boxes[index].file.unlock() } }
            for box in boxes {
                guard try box.file.lock() else { return nil }
                locked += 1
            }
            let now = clock.sinceBoot
            var buckets: [TokenBucket] = []
            for box in boxes { buckets.append(try box.file.read(pace, now: now)) }
            let before = buckets
            let value = body(&buckets, now)
            for (index, box) in boxes.enumerated() where buckets[index] != before[index] {
                try box.file.write(buckets[index])
            }
            return value
        }
    }

    private func open(_ names: [BucketName], _ state: inout State) throws(LimitError) -> [Box] {
        let folder: LimitFolder
        if let known = state.folder {
            folder = known
        } else {
            folder = try LimitFolder(path)
            state.folder = folder
        }
        return names.map { name in
            if let box = state.files[name] { return box }
            let box = Box(folder.file(name))
            state.files[name] = box
            return box
        }
    }

    /// Asks for the locks until it gets them, without keeping a thread.
    private func retryingLock<Value>(_ body: () throws(LimitError) -> Value?) async throws(LimitError) -> Value {
        let end = clock.sinceBoot + Self.lockPatience
        var pause = Duration.microseconds(50)
        while true {
            if let value = try body() { return value }
            guard clock.sinceBoot < end else {
                throw .state(
                    "another process has kept the shared rate limits in '\(path)' locked for "
                        + "\(Self.lockPatience); look for a stopped candlewick process and let it go on, or end it")
            }
            do { try await clock.sleep(until: clock.sinceBoot + pause) } catch { throw .cancelled }
            pause = min(pause * 2, .milliseconds(20))
        }
    }
}
