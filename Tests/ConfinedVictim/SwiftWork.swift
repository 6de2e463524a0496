/// What Swift's runtime and library must be able to do in a confined process.
enum SwiftWork: String {
    case strings = "swift-strings"
    case dictionaries = "swift-dictionaries"
    case arrays = "swift-arrays"
    case numbers = "swift-numbers"
    case casts = "swift-casts"
    case printing = "swift-print"
    case trap = "swift-trap"

    /// 0 when it came out right.
    func run() -> Int {
        switch self {
        case .strings:
            let words = (0..<50_000).map { "číslo \($0)".uppercased() }
            return words.joined(separator: "🕯").split(separator: "🕯").count == 50_000 ? 0 : 1
        case .dictionaries:
            var counts: [String: Int] = [:]
            for number in 0..<200_000 { counts["key \(number % 1_000)", default: 0] += 1 }
            return counts.count == 1_000 && counts.values.allSatisfy { $0 == 200 } ? 0 : 1
        case .arrays:
            var numbers: [Int] = []
            for number in 0..<1_000_000 { numbers.append((number &* 7_919) % 1_000_003) }
            numbers.sort()
            return zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 } ? 0 : 1
        case .numbers:
            return (1...10_000).allSatisfy { Double("\(Double($0) / 7)") == Double($0) / 7 } ? 0 : 1
        case .casts:
            let values: [Any] = [1, "two", 3.0, [4], Optional<Int>.none as Any]
            return values.filter { $0 is any Hashable }.count >= 4 ? 0 : 1
        case .printing:
            print("nobody reads this")
            return 0
        case .trap:
            return [1, 2, 3].dropFirst(Int.random(in: 3...3)).first!
        }
    }
}
