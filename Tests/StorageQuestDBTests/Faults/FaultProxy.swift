import Foundation
import Synchronization

/// A proxy on a free port of 127.0.0.1 before an HTTP server, that does to requests what a test says.
final class FaultProxy: Sendable {
    let port: UInt16
    private let listener: Socket
    private let connections = Mutex<[ProxiedConnection]>([])
    private let answered = Mutex<[Fault]>([])

    var address: String { "http://127.0.0.1:\(port)" }
    /// All that was done to requests but nothing.
    var faults: [Fault] { answered.withLock { $0 } }

    /// - Parameters:
    ///   - server: port of the server; nil when there is none, and every request has to be answered.
    ///   - fault: what is done to a request. Called from any thread.
    init(to server: UInt16?, _ fault: @escaping @Sendable (RequestHead) -> Fault) {
        (listener, port) = Socket.listener()
        // The thread ends with the listener, which `stop` ends.
        Thread.detachNewThread { [self] in
            while let client = listener.accepted() {
                let upstream = server.flatMap(Socket.connected)
                let connection = ProxiedConnection(client, upstream) { [self] head in
                    let fault = fault(head)
                    if fault != .none { answered.withLock { $0.append(fault) } }
                    return fault
                }
                connections.withLock { $0.append(connection) }
                connection.start()
            }
        }
    }

    /// Seeded faults, so many; then all goes through but bodies of more than `limit` bytes (413). One in four
    /// seeds has an answer swallowed: that costs the client its patience.
    convenience init(to server: UInt16, seed: UInt64, faults: Int, limit: Int) {
        struct Chance {
            var random: Seeded
            var left: Int
            var swallows: Int
        }
        let chance = Mutex(Chance(random: Seeded(seed: seed), left: faults, swallows: seed % 4 == 0 ? 1 : 0))
        self.init(to: server) { head in
            if head.method == "POST", head.length > limit { return .answer(413) }
            return chance.withLock { chance in
                // An opening has a dozen queries, and the rows are to have their part of the faults.
                let isSpared = !head.path.hasPrefix("/write") && Int.random(in: 0..<12, using: &chance.random) > 0
                if chance.left == 0 || isSpared { return .none }
                let bytes = head.isUpgrade ? 12_000 : 200 + head.length
                var fault = Fault.none
                // A WebSocket has one chance for all of its messages.
                for _ in 0..<(head.isUpgrade ? 3 : 1) where fault == .none {
                    fault = .random(bytes, canSwallow: chance.swallows > 0, using: &chance.random)
                }
                if fault != .none { chance.left -= 1 }
                if case .swallow = fault { chance.swallows -= 1 }
                return fault
            }
        }
    }

    /// Ends it and all its connections.
    func stop() {
        listener.end()
        for connection in connections.withLock({ $0 }) { connection.end() }
    }
}

/// SplitMix64: the same numbers from the same seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
