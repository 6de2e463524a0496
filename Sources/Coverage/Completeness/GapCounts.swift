/// A number of candles for every class.
public struct GapCounts: Hashable, Sendable {
    private var counts: [Int]

    /// None of any class.
    public init() { counts = Array(repeating: 0, count: GapClass.allCases.count) }

    /// The candles of a class.
    public subscript(_ gapClass: GapClass) -> Int {
        get { counts[Self.place(gapClass)] }
        set { counts[Self.place(gapClass)] = newValue }
    }

    /// The candles of all classes.
    public var sum: Int { counts.reduce(0, +) }

    /// Adds class by class.
    public static func += (left: inout GapCounts, right: GapCounts) {
        for place in left.counts.indices { left.counts[place] += right.counts[place] }
    }

    private static func place(_ gapClass: GapClass) -> Int {
        switch gapClass {
        case .notAsked: 0
        case .fillable: 1
        case .sourceLimit: 2
        case .failed: 3
        case .notEntitled: 4
        case .marketClosed: 5
        case .noTrades: 6
        case .suspect: 7
        }
    }
}
