/// The strings of a session, each with a number from 1; the empty one is 0.
///
/// Finding a string costs one hash; only new ones are copied. Bounded, so that a broken reply cannot
/// fill the memory: what does not fit gets 0.
package final class InternTable {
    /// Numbers that are given out at most.
    package static let mostStrings = 1_000_000
    /// Bytes of all strings together at most.
    package static let mostBytes = 64 << 20

    private let limit: Int
    private var bytes: [UInt8] = []
    // Where each string ends; it begins where the one before ends.
    private var ends: [Int] = [0]
    // Open addressing: ids, 0 for free. A power of two, at most half full.
    private var slots = [UInt32](repeating: 0, count: 64)

    package init(limit: Int = mostStrings) { self.limit = limit }

    /// Strings that have a number.
    package var count: Int { ends.count - 1 }

    /// The number of a string, 0 for the empty one and when the table is full. The bytes are only read,
    /// and only during the call.
    package func id(of string: UnsafeRawBufferPointer) -> UInt32 {
        if unsafe string.isEmpty { return 0 }
        let hash = unsafe Self.hash(string)
        var slot = hash & (slots.count - 1)
        while slots[slot] != 0 {
            if unsafe isEqual(slots[slot], string) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard count < limit, bytes.count + string.count <= Self.mostBytes else { return 0 }
        unsafe bytes.append(contentsOf: string)
        ends.append(bytes.count)
        let id = UInt32(count)
        slots[slot] = id
        if count * 2 > slots.count { grow() }
        return id
    }

    /// The string of a number; what is not UTF-8 in it is replaced. Nil for a number never given out.
    package func text(of id: UInt32) -> String? {
        if id == 0 { return "" }
        guard id <= count else { return nil }
        return String(decoding: bytes[range(of: id)], as: UTF8.self)
    }

    /// The bytes of a number's string; empty for a number never given out.
    package func bytes(of id: UInt32) -> [UInt8] {
        id == 0 || id > count ? [] : Array(bytes[range(of: id)])
    }

    private func range(of id: UInt32) -> Range<Int> { ends[Int(id) - 1]..<ends[Int(id)] }

    private func isEqual(_ id: UInt32, _ string: UnsafeRawBufferPointer) -> Bool {
        let range = range(of: id)
        guard range.count == string.count else { return false }
        for index in string.indices where unsafe bytes[range.lowerBound + index] != string[index] {
            return false
        }
        return true
    }

    private func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for id in 1...UInt32(count) {
            // The range lies in `bytes`, which is not touched meanwhile.
            let hash = unsafe bytes.withUnsafeBytes { bytes in
                unsafe Self.hash(UnsafeRawBufferPointer(rebasing: bytes[range(of: id)]))
            }
            var slot = hash & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = id
        }
    }

    // The standard library's hash is keyed in each process: a reply cannot be made to collide.
    private static func hash(_ string: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        unsafe hasher.combine(bytes: string)
        return hasher.finalize()
    }
}
