import MarketData

/// Files whose rows are taken together in the order of time, as the hub gives them to QuestDB.
struct CandleFiles {
    private let files: [SampleFile]

    /// - Parameter words: an `adapters.conf`, the folder of the adapters' libraries, then the files.
    init(_ words: [String]) throws {
        files = try words.dropFirst(2).map { try SampleFile(path: $0, adapters: words[0], libraries: words[1]) }
    }

    /// How many files, each of them a series.
    var count: Int { files.count }

    /// All rows in full batches; the column `symbol` has the file's place in the list.
    func batches() throws -> [CandleBatch] {
        var cursors = try files.map { Cursor(try $0.batches(of: $0.text())) }
        var mixed: [CandleBatch] = []
        var batch = CandleBatch()
        while true {
            var next: Int?
            var earliest = Int64.max
            for index in cursors.indices {
                guard let time = cursors[index].time, time < earliest else { continue }
                (next, earliest) = (index, time)
            }
            if let next {
                cursors[next].move(to: batch, symbol: UInt32(next))
                if batch.count < batch.capacity { continue }
            }
            if batch.count > 0 { mixed.append(batch) }
            if next == nil { return mixed }
            batch = CandleBatch()
        }
    }

    /// The place in the rows of a file.
    private struct Cursor {
        private let batches: [CandleBatch]
        private var index = 0
        private var row = 0
        /// Open time of the row here; nil behind the last.
        private(set) var time: Int64?

        init(_ batches: [CandleBatch]) {
            self.batches = batches
            time = batches.first { $0.count > 0 }?.openTime[0]
        }

        /// Adds the row to a batch and goes on.
        mutating func move(to target: CandleBatch, symbol: UInt32) {
            let (source, from, to) = (batches[index], row, target.count)
            target.openTime[to] = source.openTime[from]
            target.open[to] = source.open[from]
            target.high[to] = source.high[from]
            target.low[to] = source.low[from]
            target.close[to] = source.close[from]
            target.volume[to] = source.volume[from]
            target.vwap[to] = source.vwap[from]
            target.trades[to] = source.trades[from]
            target.symbol[to] = symbol
            target.count = to + 1
            row += 1
            if row == source.count { (index, row) = (index + 1, 0) }
            time = index < batches.count && row < batches[index].count ? batches[index].openTime[row] : nil
        }
    }
}
