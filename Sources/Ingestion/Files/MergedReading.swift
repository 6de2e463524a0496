import MarketData
import Storage

/// Reads files side by side and hands their rows on in the order of time, for stores that take them fastest so.
///
/// So many files are open at once as the memory set aside allows, each with a few thousand rows; the next ones come
/// when all of these are through.
struct MergedReading {
    let context: ReadingContext
    let pool: BatchPool
    /// Hands a message to the writer and waits until it is taken: the back pressure.
    let send: @Sendable (ReaderMessage) async -> Void

    /// Files side by side.
    static let width = 64
    /// Rows of each in memory.
    static let rowsAFile = 4096
    /// Bytes of each in memory.
    static let window = 1 << 18

    /// Reads them all in their order, candles before trades.
    func read() async {
        await merge(.candles, CandleBatch.self)
        await merge(.trades, TradeBatch.self)
    }

    /// Opens files, as many at once as there are workers.
    private func prepare(_ files: [FileDecoding]) async {
        let queue = FileQueue(count: files.count)
        await withTaskGroup { group in
            for _ in 0..<min(context.options.workers, files.count) {
                group.addTask { while let index = queue.take() { files[index].prepare() } }
            }
        }
    }

    private func merge<Batch: TimedBatch>(_ content: SeriesFilter.Content, _: Batch.Type) async {
        let filter = SeriesFilter(content: content)
        var rest = context.files.indices.filter { filter.matches(context.files[$0].series) }[...]
        while !rest.isEmpty, !context.meter.isStopping {
            let numbers = rest.prefix(Self.width)
            rest = rest.dropFirst(Self.width)
            let files = numbers.map { FileDecoding($0, context) }
            await prepare(files)
            var merge = FileMerge<Batch>(
                files, series: numbers.map { context.files[$0].series },
                rowsAFile: Self.rowsAFile)
            while let message = merge.next(pool) { await send(message) }
        }
    }
}
