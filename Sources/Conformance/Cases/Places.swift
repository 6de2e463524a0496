/// Where replies are cut.
enum Places {
    /// Every place of a short reply; of a long one its ends and some others, fewer of a very long one; the same in every
    /// run.
    static func of(_ length: Int) -> [Int] {
        if length <= 600 { return Array(0...length) }
        var random = SeededGenerator(state: UInt64(length))
        let (ends, others) = length <= 20_000 ? (100, 200) : (25, 70)
        var places = Set(0...ends).union((length - ends)...length)
        for _ in 0..<others { places.insert(Int.random(in: 0...length, using: &random)) }
        return places.sorted()
    }

    /// Every place inside of a reply, its ends excepted; of a long one its beginning, its end and some others.
    static func inside(_ length: Int, most: Int, seed: UInt64) -> [Int] {
        if length <= 1 { return [] }
        if length <= most { return Array(1..<length) }
        var random = SeededGenerator(state: seed &+ UInt64(length))
        let ends = max(1, min(most / 4, length - 1))
        var places = Set(1...ends).union((length - ends)..<length)
        for _ in 0..<(most - 2 * ends) { places.insert(Int.random(in: 1..<length, using: &random)) }
        return places.sorted()
    }
}

/// A generator that gives the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
