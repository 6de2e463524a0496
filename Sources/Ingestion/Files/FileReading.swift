import MarketData
import Storage

/// Reads files one after the other for one worker and hands their rows on, series by series.
struct FileReading {
    let context: ReadingContext
    let pool: BatchPool
    /// Hands a message to the writer and waits until it is taken: the back pressure.
    let send: @Sendable (ReaderMessage) async -> Void
    private let archives = ArchiveShelf()

    init(_ context: ReadingContext, pool: BatchPool, send: @escaping @Sendable (ReaderMessage) async -> Void) {
        (self.context, self.pool, self.send) = (context, pool, send)
    }

    /// Reads one file and tells the writer how it went.
    func read(_ number: Int) async {
        let file = FileDecoding(number, context)
        let series = context.files[number].series
        while true {
            let batch = pool.batch(for: series.kind)
            guard let piece = file.next(into: batch, archives: archives) else {
                pool.giveBack(batch)
                break
            }
            var message = ReaderMessage(pieces: [piece])
            if batch.count > 0 {
                let times = batch.times
                message.places = [
                    FilePlace(file: number, rows: batch.count, first: times.first, last: times.last)
                ]
                message.rows = StoredRows(batch.stored, of: series)
            } else {
                pool.giveBack(batch)
            }
            await send(message)
        }
        file.stopJobUnlessGood()
        await send(ReaderMessage(ends: [FileEnd(file: number, outcome: file.outcome)]))
    }
}
