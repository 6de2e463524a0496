/// Decoding through the ABI and inspecting, in memory, on one core.
enum DecodeBench {
    static func run(_ place: Workplace) throws -> [Figure] {
        let rows = place.options.isQuick ? 1_000_000 : 5_000_000
        let file = try place.file(rows: rows)
        let kernels = try Worker([place.bench, "kernels"] + place.reading(file))
        let polars = try polars(place, file)
        var decode = Figure(
            ours: rate("decode through the ABI, \(grouped(rows)) rows"),
            peers: [rate("memchr of the lines' ends, same bytes"), rate("polars.read_csv, one thread")],
            targets: [.atLeast(20)])
        var inspect = Figure(
            ours: rate("pipeline: inspect good batches"), peers: [rate("reading the same columns")])
        // A first time, so that nobody pays for cold memory.
        _ = try kernels.run("decode", rows: rows)
        _ = try polars?.run("decode", rows: rows)
        let inspected = try kernels.run("inspect").rows
        func million(_ answer: Worker.Answer) -> Double { Double(answer.rows) / answer.seconds / 1e6 }
        let figures = try place.measured {
            for _ in 0..<place.options.rounds {
                decode.ours.values.append(million(try kernels.run("decode", rows: rows)))
                decode.peers[0].values.append(million(try kernels.run("newlines", rows: rows)))
                if let polars { decode.peers[1].values.append(million(try polars.run("decode", rows: rows))) }
                inspect.ours.values.append(million(try kernels.run("inspect", rows: inspected)))
                inspect.peers[0].values.append(million(try kernels.run("columns", rows: inspected)))
            }
            if polars == nil {
                decode.peers.removeLast()
                decode.notes.append("polars: \(place.options.withoutPolars), skipped")
            }
            return [decode, inspect]
        }
        try kernels.end()
        try polars?.end()
        return figures
    }

    private static func polars(_ place: Workplace, _ file: String) throws -> Worker? {
        if place.options.polars.isEmpty { return nil }
        return try Worker(place.options.polars + [file])
    }
}

func rate(_ name: String) -> Rounds { Rounds(name: name, unit: "M rows/s") }
