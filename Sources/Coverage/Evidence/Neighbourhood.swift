import Glibc
import MarketData

/// How many trades an empty interval would have had, by the intervals around it.
struct Neighbourhood {
    let empty: EmptyIntervals
    let rows: EvidenceWindow.Rows
    let settings: EvidenceSettings

    /// Trades expected in an interval of a run of empty ones, nil where the sides are not known well enough.
    ///
    /// Of each side a low quantile of the nearest intervals, in open time, the run left out; of both sides the smaller one:
    /// a market that has just woken up, or fallen asleep, says nothing against an empty interval. Of a long run with one
    /// side alone nothing is expected: so a pair looks before it is listed, or behind its delisting.
    func expectedTrades(_ run: Range<Int64>) -> Double? {
        let row = empty.row(at: run.lowerBound)
        let before = side(from: run.lowerBound, row: row - 1, by: -1) { empty.open.previous(before: $0) }
        let behind = side(from: run.upperBound - 1, row: row, by: 1) { empty.open.next(at: $0 + 1) }
        if let before, let behind { return min(before, behind) }
        return empty.open.count(run) > settings.fewestNeighbours ? nil : before ?? behind
    }

    /// Whether so many expected trades make an empty interval impossible.
    func isImpossible(_ expectedTrades: Double) -> Bool { exp(-expectedTrades) < settings.threshold }

    /// A side, slot by slot away from `start`, and row by row from the first that lies there.
    private func side(from start: Int64, row: Int, by direction: Int, _ next: (Int64) -> Int64?) -> Double? {
        var counts: [Int64] = []
        counts.reserveCapacity(settings.neighbours)
        let slots = empty.rows
        var (at, row) = (start, row)
        for _ in 0..<settings.neighbours {
            guard let slot = next(at) else { break }
            at = slot
            // Rows in closed time are passed by.
            while slots.indices.contains(row), direction > 0 ? slots[row] < slot : slots[row] > slot {
                row += direction
            }
            if slots.indices.contains(row), slots[row] == slot {
                if rows.trades(row) >= 0 { counts.append(rows.trades(row)) }
            } else if empty.isKnown(slot) {
                counts.append(0)
            }
        }
        if counts.count < settings.fewestNeighbours { return nil }
        counts.sort()
        return Double(counts[Int(Double(counts.count - 1) * settings.quantile)])
    }
}
