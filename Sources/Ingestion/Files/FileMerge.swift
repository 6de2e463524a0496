import MarketData
import Storage

/// Files side by side as one stream in the order of time; rows of the same time in the order of the files.
struct FileMerge<Batch: TimedBatch> {
    private let archives = ArchiveShelf()
    private let files: [FileDecoding]
    private let series: [Series]
    private let batches: [Batch]
    /// The next row of each file, and its time; `ended` behind its last.
    private var rows: [Int]
    private var times: [Int64]
    /// Which rows of the files the batch gets that is being filled, and how many of them it has got.
    private var picks: [UInt32] = []
    private var taken = 0
    // What was given out or read since it was told last.
    private var places: [FilePlace]
    private var pieces: [FilePiece?]
    private var ends: [FileEnd] = []

    /// No row has this time: the clock of the rows ends before.
    private static var ended: Int64 { .max }

    init(_ files: [FileDecoding], series: [Series], rowsAFile: Int) {
        self.files = files
        self.series = series
        batches = files.map { _ in Batch(capacity: rowsAFile) }
        rows = files.map { _ in 0 }
        times = files.map { _ in Self.ended }
        places = files.map { FilePlace(file: $0.number, rows: 0, first: 0, last: 0) }
        pieces = files.map { _ in nil }
        for index in files.indices { refill(index) }
    }

    /// The next message; nil when all files are through and told. The batch goes back to the pool by whoever has it last.
    mutating func next(_ pool: BatchPool) -> ReaderMessage? {
        let batch = Batch.borrow(from: pool)
        fill(batch)
        var message = ReaderMessage()
        if batch.count > 0 {
            message.rows = StoredRows(batch.rows.stored, among: series)
            message.places = places
        } else {
            pool.giveBack(batch.rows)
        }
        for index in files.indices {
            places[index].rows = 0
            if let piece = pieces[index].take() { message.pieces.append(piece) }
        }
        swap(&message.ends, &ends)
        return message.rows == nil && message.pieces.isEmpty && message.ends.isEmpty ? nil : message
    }

    private mutating func fill(_ batch: Batch) {
        var count = 0
        taken = 0
        let capacity = batch.capacity
        if picks.count < capacity { picks = Array(repeating: 0, count: capacity) }
        while count < capacity {
            var first = 0
            var least = Self.ended
            var second = Self.ended
            for index in times.indices {
                let time = times[index]
                if time < least {
                    second = least
                    least = time
                    first = index
                } else if time < second {
                    second = time
                }
            }
            if least == Self.ended { break }
            // A file that is alone goes on up to the next one's time; files of one time give this time's rows in turn.
            let last = second > least ? second - 1 : least
            for index in first..<times.count where times[index] == least {
                count = give(index, through: last, to: batch, from: count)
                if count == capacity { break }
            }
        }
        take(to: batch, upTo: count)
        batch.count = count
    }

    /// Picks a file's rows up to a time; how many the batch has then.
    private mutating func give(_ index: Int, through last: Int64, to batch: Batch, from start: Int) -> Int {
        let (source, times, symbols) = (batches[index], batches[index].times, batch.symbol)
        var (row, count) = (rows[index], start)
        let end = min(source.count, row + batch.capacity - count)
        if places[index].rows == 0 { places[index].first = times[row] }
        let symbol = UInt32(truncatingIfNeeded: index)
        while row < end, times[row] <= last {
            symbols[count] = symbol
            picks[count] = UInt32(truncatingIfNeeded: row)
            row += 1
            count += 1
        }
        places[index].rows += count - start
        places[index].last = times[row - 1]
        rows[index] = row
        if row < source.count {
            self.times[index] = times[row]
        } else {
            take(to: batch, upTo: count)
            refill(index)
        }
        return count
    }

    /// Copies what was picked since the last time: before a source gets other rows, and at the end.
    private mutating func take(to batch: Batch, upTo count: Int) {
        batch.take(taken..<count, rows: picks, of: batches)
        taken = count
    }

    /// Reads until the file has a row again, or is through.
    private mutating func refill(_ index: Int) {
        let (file, batch) = (files[index], batches[index])
        rows[index] = 0
        while let piece = file.next(into: batch.rows, archives: archives) {
            if var sum = pieces[index] {
                sum.bytes += piece.bytes
                sum.tally += piece.tally
                pieces[index] = sum
            } else {
                pieces[index] = piece
            }
            if batch.count > 0 {
                times[index] = batch.times[0]
                return
            }
        }
        times[index] = Self.ended
        ends.append(FileEnd(file: file.number, outcome: file.outcome))
        file.stopJobUnlessGood()
    }
}
