import MarketData

/// The parts of a file where a record was refused: nobody knows what was there, so the file asserts nothing of them.
///
/// What a refused record would have been about is between the good rows before and behind it, since files ascend.
struct RefusedStretches: Sendable {
    /// Length of a candle; 1 ns for trades.
    private let length: Int64
    private var lastGood: Int64?
    /// A record was refused since the last good row.
    private var isOpen = false
    private var holes: [TimeRange] = []

    init(_ kind: SeriesKind) { length = kind.interval?.nanoseconds ?? 1 }

    /// Takes the good rows that are left of a turn, and the records that were refused in it, by their numbers.
    ///
    /// - Parameter isWhole: whether all refused records of the turn are named; the whole turn is a hole where not.
    mutating func add(_ batch: RowBatch, refused: [Int64], isWhole: Bool) {
        // The commonest turn: nothing was refused.
        if refused.isEmpty, isWhole {
            guard batch.count > 0 else { return }
            close(before: batch.times.first)
            lastGood = batch.times.last
            return
        }
        guard isWhole else {
            isOpen = true
            if batch.count > 0 {
                let behind = Timestamp(nanoseconds: batch.times.last).advanced(by: length)
                close(before: behind.nanoseconds)
                (lastGood, isOpen) = (batch.times.last, true)
            }
            return
        }
        for record in refused.sorted() {
            let next = batch.firstRow(behind: record)
            if next > 0 {
                close(before: batch.times.first)
                lastGood = batch.time(next - 1)
            }
            isOpen = true
            if next < batch.count { close(before: batch.time(next)) }
        }
        if batch.count > 0 { lastGood = batch.times.last }
    }

    /// The holes of a file that is read whole.
    var ranges: RangeSet {
        guard isOpen, let rest = TimeRange(behindLastGood, .latest) else { return RangeSet(holes) }
        return RangeSet(holes + [rest])
    }

    private var behindLastGood: Timestamp {
        lastGood.map { Timestamp(nanoseconds: $0).advanced(by: length) } ?? .earliest
    }

    private mutating func close(before time: Int64) {
        guard isOpen else { return }
        isOpen = false
        if let hole = TimeRange(behindLastGood, Timestamp(nanoseconds: time)) { holes.append(hole) }
    }
}

extension Timestamp {
    /// That much later, at most the last moment there is.
    func advanced(by nanoseconds: Int64) -> Timestamp {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return overflow ? .latest : Timestamp(nanoseconds: sum)
    }
}

extension RowBatch {
    func time(_ row: Int) -> Int64 {
        switch self {
        case .candles(let batch): batch.openTime[row]
        case .trades(let batch): batch.time[row]
        }
    }

    /// The first row whose record comes behind that one; the count where none does.
    fileprivate func firstRow(behind record: Int64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            let number: Int64 =
                switch self {
                case .candles(let batch): batch.row[middle]
                case .trades(let batch): batch.row[middle]
                }
            if number <= record { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
