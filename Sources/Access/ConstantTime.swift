/// Comparison that takes the same time wherever two texts differ.
enum ConstantTime {
    /// Whether two texts are equal. Looks at every byte of the first whatever it finds; only the lengths, which are no
    /// secret, decide how long that takes.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left.utf8, right.utf8) { difference |= one ^ other }
        return difference == 0
    }
}
