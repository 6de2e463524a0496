import NIOCore
import Synchronization

/// Answers that are good until a row changes, by the words that asked for them.
///
/// A store that can say that nothing changed since (`ChangeCounting`) makes them exact: an answer is given only under the
/// mark that was read before its rows. Bounded in bytes.
final class ResponseCache: Sendable {
    /// An answer, in its plain form and, once somebody wanted it so, as gzip.
    struct Entry: Sendable {
        var reply: TaggedReply
        var gzipped: ByteBuffer?

        var size: Int { reply.body.readableBytes + (gzipped?.readableBytes ?? 0) + 512 }
    }

    private struct State {
        var mark: UInt64 = 0
        var entries: [String: Entry] = [:]
        var size = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// - Parameter capacity: bytes.
    init(capacity: Int = 16 << 20) { self.capacity = capacity }

    /// What is known under a mark.
    func entry(_ key: String, _ mark: UInt64) -> Entry? {
        state.withLock { state in state.mark == mark ? state.entries[key] : nil }
    }

    /// Keeps an answer; of another mark nothing is kept beside it.
    func keep(_ entry: Entry, _ key: String, _ mark: UInt64) {
        guard entry.size <= capacity / 4 else { return }
        state.withLock { state in
            if state.mark != mark { state = State(mark: mark) }
            if let before = state.entries.updateValue(entry, forKey: key) {
                state.size -= before.size + key.utf8.count
            }
            state.size += entry.size + key.utf8.count
            // Any other has to go: a dictionary's order is nobody's, and what is asked for often comes back at once.
            while state.size > capacity, let other = state.entries.keys.first(where: { $0 != key }) {
                if let gone = state.entries.removeValue(forKey: other) {
                    state.size -= gone.size + other.utf8.count
                }
            }
        }
    }
}
