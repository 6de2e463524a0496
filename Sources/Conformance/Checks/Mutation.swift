/// Some changed bytes; the same for the same seed.
struct Mutation {
    let seed: UInt64
    /// Addresses of these hosts keep their first part.
    let sparing: [String]

    init(seed: UInt64, sparing: [String]) { (self.seed, self.sparing) = (seed, sparing) }

    func change(_ body: inout [UInt8]) {
        if body.isEmpty { return }
        var random = SeededGenerator(state: seed)
        let spared = sparing.flatMap { Self.places(of: Array("https://\($0)/".utf8), in: body) }
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<body.count, using: &random)
            if spared.contains(where: { $0.contains(place) }) { continue }
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where spared.isEmpty && body.count > 1: body.remove(at: place)
            case 1 where spared.isEmpty: body.insert(body[place], at: place)
            case 2: body[place] = UInt8(truncatingIfNeeded: random.next())
            default: body[place] = Garbage.likely.randomElement(using: &random) ?? 0
            }
        }
    }

    private static func places(of text: [UInt8], in body: [UInt8]) -> [Range<Int>] {
        guard body.count >= text.count else { return [] }
        return (0...(body.count - text.count)).filter {
            body[$0] == text[0] && body[$0..<$0 + text.count].elementsEqual(text)
        }
        .map { $0..<$0 + text.count }
    }
}
