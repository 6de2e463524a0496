/// Encoding for QuestDB alone, through the client's public calls, on one core.
enum EncodingBench {
    static func run(_ place: Workplace, _ markets: SampleMarkets) throws -> [Figure] {
        let worker = try Worker([place.bench, "encoding"] + place.readingTogether(markets))
        func kernel(_ name: String) -> Rounds { Rounds(name: name, unit: "ns a row") }
        let limit = "copying the columns"
        var qwp = Figure(ours: kernel("encode for QWP, 20 series"), peers: [kernel(limit)], targets: [.atMost(15)])
        var ilp = Figure(ours: kernel("encode for ILP 2, 20 series"), peers: [kernel(limit)], targets: [.atMost(60)])
        // A first time, so that nobody pays for cold memory.
        for name in ["qwp", "ilp", "copy"] { _ = try worker.run(name) }
        func nanoseconds(_ name: String) throws -> Double {
            let answer = try worker.run(name)
            return answer.seconds / Double(answer.rows) * 1e9
        }
        let figures = try place.measured {
            for _ in 0..<place.options.rounds {
                qwp.ours.values.append(try nanoseconds("qwp"))
                ilp.ours.values.append(try nanoseconds("ilp"))
                let copy = try nanoseconds("copy")
                qwp.peers[0].values.append(copy)
                ilp.peers[0].values.append(copy)
            }
            return [qwp, ilp]
        }
        try worker.end()
        return figures
    }
}
