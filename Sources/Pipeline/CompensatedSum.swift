/// A sum of doubles whose error does not grow with their number (Neumaier's variant of Kahan's).
struct CompensatedSum: Equatable {
    private var sum = 0.0
    private var lost = 0.0

    mutating func add(_ value: Double) {
        let next = sum + value
        lost += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
        sum = next
    }

    /// The sum; NaN when a part was not finite, or when it is out of a double's reach.
    var value: Double { sum + lost }
}
