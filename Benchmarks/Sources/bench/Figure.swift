/// One thing measured in several rounds.
struct Rounds: Encodable {
    let name: String
    let unit: String
    var values: [Double] = []

    var median: Double { Self.median(values) }

    /// The middle value; between the two middle ones of an even number.
    static func median(_ values: [Double]) -> Double {
        if values.isEmpty { return .nan }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

/// What is wanted of a figure.
enum Target {
    case atLeast(Double)
    case atMost(Double)
    /// Of the first peer, in the same rounds.
    case share(Double)
    /// Of something that was seen beside the figure: what, and whether it was so.
    case seen(String, Bool)
}

/// A figure of the hub beside its peers, taken in turn in the same rounds.
struct Figure {
    var ours: Rounds
    var peers: [Rounds] = []
    var targets: [Target] = []
    /// What was seen beside the time: sizes, counts, what was left out.
    var notes: [String] = []
    /// The machine's load average, before and behind.
    var load: [Double] = []

    /// Ours divided by a peer's, round by round, so that a machine that slows down slows both.
    func ratio(to peer: Rounds) -> Double { Rounds.median(zip(ours.values, peer.values).map(/)) }

    func isMet(_ target: Target) -> Bool {
        switch target {
        case .atLeast(let limit): ours.median >= limit
        case .atMost(let limit): ours.median <= limit
        case .share(let limit): peers.first.map { ratio(to: $0) >= limit } ?? false
        case .seen(_, let isSo): isSo
        }
    }
}
