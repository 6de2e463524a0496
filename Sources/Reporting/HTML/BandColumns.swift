package import MarketData

/// The bands of one history as columns of a picture.
///
/// A column shows the highest state of the bands in it, so a gap is never hidden by what is covered, however narrow it
/// is; it is `narrowestGap` columns wide at least, to be seen where the picture is shrunk.
package struct BandColumns {
    /// Neighbouring columns of one state.
    package struct Run: Equatable {
        /// What can be said of them.
        package var state: HistoryState
        /// Which.
        package var columns: Range<Int>
    }

    /// Columns of every picture.
    package static let count = 720
    static let narrowestGap = 2

    /// Ascending, none overlapping; columns that no band reaches are in none.
    package let runs: [Run]

    /// The columns of a picture of what is wanted.
    package init(_ bands: [HistoryBand], over wanted: TimeRange) {
        var ranks = [UInt8](repeating: 0, count: Self.count)
        let width = wanted.width
        for band in bands {
            guard let range = band.range.intersection(wanted) else { continue }
            let from = TimeRange.offset(range.start, from: wanted.start)
            let to = TimeRange.offset(range.end, from: wanted.start)
            var first = Int(from * Int128(Self.count) / width)
            var end = Int((to * Int128(Self.count) + width - 1) / width)
            if band.state.isGap || band.state == .suspect {
                end = min(Self.count, max(end, first + Self.narrowestGap))
                first = min(first, Self.count - Self.narrowestGap)
            }
            let rank = band.state.rank
            for column in first..<end where ranks[column] < rank { ranks[column] = rank }
        }
        runs = Self.runs(of: ranks)
    }

    private static func runs(of ranks: [UInt8]) -> [Run] {
        var runs: [Run] = []
        var start = 0
        while start < ranks.count {
            let rank = ranks[start]
            var end = start + 1
            while end < ranks.count, ranks[end] == rank { end += 1 }
            if rank > 0 { runs.append(Run(state: HistoryState.byRank[Int(rank) - 1], columns: start..<end)) }
            start = end
        }
        return runs
    }
}

extension TimeRange {
    /// Nanoseconds from one moment to another; wider than Int64 where they lie far apart.
    static func offset(_ moment: Timestamp, from start: Timestamp) -> Int128 {
        Int128(moment.nanoseconds) - Int128(start.nanoseconds)
    }
}
