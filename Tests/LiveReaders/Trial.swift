import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Readers, some of which do not read, and a hub that tells them of many events.
struct Trial {
    let readers: Int
    let slow: Int
    let events: Int
    /// Events that a reader may be behind.
    let lag: Int

    struct Result: Encodable {
        var readers: Int
        var slow: Int
        var events: Int
        /// Quick ones that got every event once, in order.
        var in_order = 0
        /// Slow ones that were told why they end.
        var told_slow = 0
        /// That the hub counts as dropped.
        var dropped = 0
        /// Quick ones that were told that the hub stops.
        var told_stopping = 0
        var stop_milliseconds = 0.0
        var longest_publish_microseconds = 0.0
        var events_read_per_second = 0.0
        var idle_megabytes = 0.0
        var connected_megabytes = 0.0
        var peak_megabytes = 0.0
        var exit_status: Int32 = -1
    }

    /// Counts of what readers said, waited for.
    private final class Counts: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        func note(_ news: EventReader.News) {
            let name =
                switch news {
                case .connected: "connected"
                case .reached: "reached"
                case .bye(let reason): reason
                case .closed: "closed"
                }
            counts.withLock { $0[name, default: 0] += 1 }
        }

        func wait(for name: String, _ wanted: Int, seconds: Int = 120) async throws {
            let clock = ContinuousClock()
            let end = clock.now + .seconds(seconds)
            while self[name] < wanted {
                guard clock.now < end else {
                    throw HubClient.Failure(message: "\(name): \(self[name]) of \(wanted) readers in \(seconds) s")
                }
                try await clock.sleep(for: .milliseconds(1))
            }
        }

        func reset(_ name: String) { counts.withLock { $0[name] = 0 } }

        subscript(_ name: String) -> Int { counts.withLock { $0[name, default: 0] } }
    }

    func run() async throws -> Result {
        var result = Result(readers: readers, slow: slow, events: events)
        let hub = try HubClient(lag: lag)
        result.idle_megabytes = Double(try hub.memory("VmRSS")) / 1024
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let counts = Counts()
        var channels: [any Channel] = []
        for number in 0..<readers {
            channels.append(try await connect(hub.port, group, isSlow: number < slow, counts))
        }
        try await counts.wait(for: "connected", readers)
        for channel in channels.prefix(slow) { try await channel.setOption(.autoRead, value: false).get() }
        result.connected_megabytes = Double(try hub.memory("VmRSS")) / 1024

        let clock = ContinuousClock()
        let start = clock.now
        let batch = 50
        for _ in 0..<events / batch {
            counts.reset("reached")
            let said = try hub.ask("publish \(batch)")
            result.longest_publish_microseconds = max(result.longest_publish_microseconds, said[1])
            for channel in channels.dropFirst(slow) { Self.reader(channel) { $0.await(Int64(said[0])) } }
            // The quick set the pace: the hub waits for nobody, and a machine under load is no reader that does not read.
            try await counts.wait(for: "reached", readers - slow)
            let dropped = Int(try hub.ask("state")[1])
            if dropped > result.dropped {
                result.dropped = dropped
                for channel in channels.prefix(slow) {
                    channel.setOption(.autoRead, value: true).whenComplete { _ in channel.read() }
                }
            }
        }
        let seconds = (clock.now - start) / .seconds(1)
        result.events_read_per_second = Double((readers - slow) * events) / seconds
        result.peak_megabytes = Double(try hub.memory("VmHWM")) / 1024
        try await counts.wait(for: "slow", result.dropped)
        result.told_slow = counts["slow"]
        for channel in channels.dropFirst(slow) {
            let events = events
            let isWhole = try await channel.pipeline.handler(type: EventReader.self).map {
                NIOLoopBound($0, eventLoop: channel.eventLoop)
            }
            .map { $0.value.isInOrder && $0.value.count == events / batch * batch }.get()
            if isWhole { result.in_order += 1 }
        }

        let stopping = clock.now
        try hub.stop()
        try await counts.wait(for: "stopping", readers - slow, seconds: 20)
        result.stop_milliseconds = (clock.now - stopping) / .milliseconds(1)
        result.told_stopping = counts["stopping"]
        result.exit_status = hub.waitUntilExit()
        try await group.shutdownGracefully()
        return result
    }

    private func connect(
        _ port: Int, _ group: MultiThreadedEventLoopGroup, isSlow: Bool, _ counts: Counts
    ) async throws -> any Channel {
        var bootstrap = ClientBootstrap(group: group)
        // Little room in the system for what is not read, so that the hub notices soon.
        if isSlow { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: 4096) }
        let channel = try await bootstrap.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(EventReader { counts.note($0) })
            }
        }.connect(host: "127.0.0.1", port: port).get()
        let request = "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n"
        try await channel.writeAndFlush(ByteBuffer(string: request))
        return channel
    }

    private static func reader(_ channel: any Channel, _ body: @escaping @Sendable (EventReader) -> Void) {
        channel.eventLoop.execute {
            // A channel that is closed has none any more, which the counts tell.
            if let reader = try? channel.pipeline.syncOperations.handler(type: EventReader.self) { body(reader) }
        }
    }
}
