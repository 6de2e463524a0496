import MarketData
import Reporting

/// A picture of time for one history or several: neighbouring columns of one state are one shape.
struct CoverageStrip {
    private let runs: [BandColumns.Run]
    private let bands: [HistoryBand]
    private let wanted: TimeRange

    init(_ bands: [HistoryBand], over wanted: TimeRange) {
        (runs, self.bands, self.wanted) = (BandColumns(bands, over: wanted).runs, bands, wanted)
    }

    static let height = 16

    /// One path a state: a picture to look at.
    var picture: [Fields] {
        HistoryState.allCases.compactMap { state in
            let own = runs.filter { $0.state == state }
            if own.isEmpty { return nil }
            return ["mark": state.mark, "path": own.map { Self.box($0.columns) }.joined()]
        }
    }

    /// One link a shape: a picture whose every part says what it rests on. For one history, whose bands ascend.
    func cells(of line: HistoryLine) -> [Fields] {
        var next = 0
        return runs.map { run in
            let range = exact(run, &next)
            return [
                "mark": run.state.mark, "path": Self.box(run.columns), "href": GapFields.evidence(line, range),
                "title": "\(line), \(run.state.name), \(range.start.shortText) to \(range.end.shortText)",
            ]
        }
    }

    /// From the first to the last of the bands that a shape stands for: a narrow one is drawn wider than it is.
    ///
    /// - Parameter next: where the bands of earlier shapes end.
    private func exact(_ run: BandColumns.Run, _ next: inout Int) -> TimeRange {
        let (start, end) = (moment(run.columns.lowerBound), moment(run.columns.upperBound))
        while next < bands.count, bands[next].range.end <= start { next += 1 }
        let own = bands[next...].prefix { $0.range.start < end }.filter { $0.state == run.state }
        guard let first = own.first, let last = own.last,
            let range = TimeRange(first.range.start, last.range.end)?.intersection(wanted)
        else { return TimeRange(start, end) ?? wanted }
        return range
    }

    private static func box(_ columns: Range<Int>) -> String {
        "M\(columns.lowerBound) 0h\(columns.count)v\(height)h-\(columns.count)z"
    }

    /// The moment at which a column begins.
    private func moment(_ column: Int) -> Timestamp {
        let width = Int128(wanted.end.nanoseconds) - Int128(wanted.start.nanoseconds)
        let offset = width * Int128(column) / Int128(BandColumns.count)
        return Timestamp(nanoseconds: Int64(Int128(wanted.start.nanoseconds) + offset))
    }
}

extension Link {
    /// With what names a history.
    func with(_ line: HistoryLine) -> Link {
        with("asset", line.instrument.base).with("quote", line.instrument.quote).with("kind", line.kind.parameter)
    }
}
