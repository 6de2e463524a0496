import Synchronization

/// The symbols of a sender and their numbers, which stay the same for its whole life.
///
/// The server's side lives as long as a connection: what a connection has not seen yet is sent ahead of the
/// rows that use it. Names are told apart by their bytes, not as Swift's strings are, for which two spellings
/// of `é` are equal.
final class SymbolDictionary: Sendable {
    /// Entries that a connection may have.
    static let capacity = 2_000_000

    private struct State {
        var numbers: [[UInt8]: UInt32] = [:]
        /// All entries as they are sent, one behind the other.
        var encoded: [UInt8] = []
        /// Where each entry begins in `encoded`, and the end of the last one.
        var starts: [Int] = [0]
    }

    private let state = Mutex(State())

    /// Entries so far.
    var count: Int { state.withLock { $0.starts.count - 1 } }

    /// The numbers of the names that are wanted; 0 where none is.
    /// Throws `.dictionaryFull` when a connection's dictionary could not take one more.
    func numbers(of names: [String], wanted: [Bool]) throws(QWPError) -> [UInt32] {
        precondition(names.count == wanted.count, "one mark a name")
        return try state.withLock { (state: inout State) throws(QWPError) -> [UInt32] in
            var found = [UInt32](repeating: 0, count: names.count)
            for index in names.indices where wanted[index] {
                let name = Array(names[index].utf8)
                if let number = state.numbers[name] {
                    found[index] = number
                    continue
                }
                let number = state.numbers.count
                if number == Self.capacity { throw .dictionaryFull(Self.capacity) }
                state.numbers[name] = UInt32(number)
                Varint.append(name, to: &state.encoded)
                state.starts.append(state.encoded.count)
                found[index] = UInt32(number)
            }
            return found
        }
    }

    /// The entries of a range of numbers as they are sent, cut behind the last that fits in `bytes`; at least one.
    func entries(_ range: Range<Int>, fitting bytes: Int) -> (count: Int, encoded: [UInt8]) {
        if range.isEmpty { return (0, []) }
        return state.withLock { state in
            let start = state.starts[range.lowerBound]
            var end = range.upperBound
            while end > range.lowerBound + 1, state.starts[end] - start > bytes { end -= 1 }
            return (end - range.lowerBound, Array(state.encoded[start..<state.starts[end]]))
        }
    }
}
