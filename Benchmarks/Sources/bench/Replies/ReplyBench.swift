/// Decoding replies in JSON through the ABI, in memory, on one core.
enum ReplyBench {
    static func run(_ place: Workplace) throws -> [Figure] {
        let kernels = try Worker([place.bench, "replies", place.options.adapters, place.options.programs])
        var aggregates = Figure(
            ours: milliseconds("decode a Massive reply of \(grouped(ReplyKernels.bars)) bars"),
            peers: [milliseconds("memchr of its braces")], targets: [.atMost(60)])
        var tickers = Figure(
            ours: milliseconds("decode a Massive reply of \(grouped(ReplyKernels.tickers)) tickers"),
            peers: [milliseconds("memchr of its braces")], targets: [.atMost(25)])
        // A first time, so that nobody pays for cold memory.
        _ = try kernels.run("aggregates", rows: ReplyKernels.bars)
        _ = try kernels.run("grouped", rows: ReplyKernels.tickers)
        let figures = try place.measured {
            for _ in 0..<place.options.rounds {
                aggregates.ours.values.append(try kernels.run("aggregates", rows: ReplyKernels.bars).seconds * 1000)
                aggregates.peers[0].values.append(
                    try kernels.run("aggregates braces", rows: ReplyKernels.bars).seconds * 1000)
                tickers.ours.values.append(try kernels.run("grouped", rows: ReplyKernels.tickers).seconds * 1000)
                tickers.peers[0].values.append(
                    try kernels.run("grouped braces", rows: ReplyKernels.tickers).seconds * 1000)
            }
            return [aggregates, tickers]
        }
        try kernels.end()
        return figures
    }

    private static func milliseconds(_ name: String) -> Rounds { Rounds(name: name, unit: "ms") }
}
