/// Commands as a user waits for them.
enum CommandBench {
    static func run(_ place: Workplace) throws -> [Figure] {
        try place.measured { [try adapters(place)] } + place.measured { [try export(place)] }
    }

    private static func adapters(_ place: Workplace) throws -> Figure {
        let program = place.options.candlewick
        var figure = Figure(
            ours: Rounds(name: "candlewick adapters", unit: "ms"),
            peers: [Rounds(name: "candlewick --help, the start alone", unit: "ms")], targets: [.atMost(50)])
        for _ in 0..<21 {
            let list = try Child(
                [program, "adapters", "--adapters", place.options.adapters], output: place.path("adapters.out"))
            figure.ours.values.append(list.seconds * 1000)
            figure.peers[0].values.append(try Child([program, "--help"], output: "/dev/null").seconds * 1000)
        }
        return figure
    }

    /// Out of the store that the ingest left.
    private static func export(_ place: Workplace) throws -> Figure {
        let store = place.path("ours.db")
        var figure = Figure(
            ours: rate("candlewick export to /dev/null"), peers: [rate("bare SELECT of the same rows")])
        for _ in 0..<place.options.rounds {
            let export = try Child(
                [place.options.candlewick, "export", "--store", "sqlite:" + store], output: "/dev/null")
            _ = try Child([place.bench, "bare-read", store], output: place.path("read.out"))
            let words = try place.words(place.path("read.out"))
            guard let seconds = Double(words[0]), let rows = Double(words[1]) else {
                throw Trouble("no rows were read")
            }
            figure.ours.values.append(rows / export.seconds / 1e6)
            figure.peers[0].values.append(rows / seconds / 1e6)
        }
        return figure
    }
}
