import Hummingbird
import NIOCore
import Synchronization

/// A body that is made piece by piece while the client takes it.
///
/// The next piece is made while the one before is sent; no more than these two are in memory. A client that takes nothing
/// for too long loses its connection, and one that goes away ends the making.
struct StreamingReply: Sendable {
    let threads: ReadingThreads
    let slots: StreamSlots
    /// A client that takes nothing for so long is dropped.
    let patience: Duration

    /// So much is sent at once: what a client has to take within its patience.
    private static let sliceLength = 1 << 16

    /// The response to a request on this channel.
    ///
    /// - Parameters:
    ///   - channel: closed where the client takes nothing.
    ///   - next: the next piece, nil behind the last; called on a thread that may block, once at a time.
    /// - Throws: a `Problem` with status 503 where too many streams run.
    func response(
        _ contentType: String, on channel: any Channel, next: @escaping @Sendable () throws -> ByteBuffer?
    ) throws -> Response {
        let slot = try slots.take()
        let (threads, patience) = (threads, patience)
        let body = ResponseBody { writer in
            // Held as long as the body is.
            _ = slot
            let watch = StallWatch(patience, channel)
            defer { watch.end() }
            var piece = try await threads.run(next)
            while var buffer = piece {
                async let following = threads.run(next)
                while let slice = buffer.readSlice(length: min(Self.sliceLength, buffer.readableBytes)),
                    slice.readableBytes > 0
                {
                    watch.begin()
                    try await writer.write(slice)
                    watch.done()
                }
                piece = try await following
            }
            watch.begin()
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: contentType, .cacheControl: "no-store"], body: body)
    }
}

/// Closes a connection whose client takes nothing.
private final class StallWatch: Sendable {
    private let waitingSince = Mutex<ContinuousClock.Instant?>(nil)
    private let watching: Mutex<Task<Void, Never>?> = Mutex(nil)

    init(_ patience: Duration, _ channel: any Channel) {
        let task = Task { [weak self] in
            while !Task.isCancelled {
                // Cancelled means: the stream is at its end, and so is this.
                do { try await Task.sleep(for: patience / 4) } catch { return }
                guard let since = self?.waitingSince.withLock({ $0 }) else { continue }
                if ContinuousClock.now - since >= patience { return channel.close(promise: nil) }
            }
        }
        watching.withLock { $0 = task }
    }

    func begin() { waitingSince.withLock { $0 = .now } }
    func done() { waitingSince.withLock { $0 = nil } }
    func end() { watching.withLock { $0?.cancel() } }
}

/// How many streams may run at once.
final class StreamSlots: Sendable {
    private let taken = Atomic<Int>(0)
    private let all = Atomic<Int>(0)
    private let most: Int

    init(most: Int) { self.most = most }

    /// A place, given back when nobody holds it any more.
    final class Slot: Sendable {
        private let slots: StreamSlots
        fileprivate init(_ slots: StreamSlots) { self.slots = slots }
        deinit { slots.taken.subtract(1, ordering: .relaxed) }
    }

    /// - Throws: a `Problem` with status 503 where all are taken.
    func take() throws -> Slot {
        guard taken.add(1, ordering: .relaxed).newValue <= most else {
            taken.subtract(1, ordering: .relaxed)
            throw Problem.overloaded(
                "\(most) streams run already, and no more are served at once", retryAfter: 10)
        }
        all.add(1, ordering: .relaxed)
        return Slot(self)
    }

    /// How many there were so far.
    var begun: Int { all.load(ordering: .relaxed) }

    /// How many run.
    var running: Int { taken.load(ordering: .relaxed) }
}
