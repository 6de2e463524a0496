import MarketData
import Storage

/// What files assert of their series.
///
/// Between its first and its last row a file is whole, but for where records were refused. A file of a quarter asserts the
/// quarter, and a member of an archive the time that the other members show: that nobody traded before the first row says
/// the archive as a whole. Where neither is known it is first to last row.
enum FileAssertions {
    /// What a file's own rows show.
    static func ofRows(_ file: FileRecord, refused: RangeSet, at moment: Timestamp) -> [CoverageRecord] {
        guard file.status.isFinished, let series = file.series, let own = file.span else { return [] }
        let ranges = RangeSet([own]).subtracting(refused).ranges
        return ranges.map { range in
            CoverageRecord(
                .series(series), .covered, range, job: file.job, at: moment, medium: .file, origin: file.path,
                rows: ranges.count == 1 ? file.written.rows : nil)
        }
    }

    /// What files assert besides, by the archive or the folder that they lie in.
    ///
    /// - Parameters:
    ///   - files: all that were read of these archives, also by earlier jobs.
    ///   - covered: what is known already of a series.
    ///   - now: nothing that comes later is asserted.
    static func ofContainers(
        _ files: [FileRecord], covered: (Series) -> RangeSet, job: JobID, now: Timestamp
    ) -> [CoverageRecord] {
        let good = files.filter { $0.status.isFinished && $0.series != nil && $0.span != nil }
        var records: [CoverageRecord] = []
        for (container, members) in Dictionary(grouping: good, by: \.container) {
            let shown = container == nil ? nil : span(of: members)
            for file in members {
                guard let series = file.series, let own = file.span,
                    let whole = Self.whole(file, own, shown: shown, now: now)
                else { continue }
                let rest = RangeSet([whole]).subtracting(RangeSet([own])).subtracting(covered(series))
                records += rest.ranges.map { range in
                    CoverageRecord(
                        .series(series), .covered, range, job: job, at: now, medium: .file, origin: file.path, rows: 0)
                }
            }
        }
        return records.sorted { ($0.origin, $0.range.start) < ($1.origin, $1.range.start) }
    }

    /// From the first to the last moment that the files of an archive show.
    private static func span(of files: [FileRecord]) -> TimeRange? {
        let spans = files.compactMap(\.span)
        guard files.count > 1, let start = spans.map(\.start).min(), let end = spans.map(\.end).max() else {
            return nil
        }
        return TimeRange(start, end)
    }

    private static func whole(
        _ file: FileRecord, _ own: TimeRange, shown: TimeRange?, now: Timestamp
    ) -> TimeRange? {
        // A name that the rows belie says nothing.
        if let quarter = Quarter.named(in: file.path), quarter.start <= own.start, own.start < quarter.end {
            let end = quarter.end <= now ? quarter.end : max(own.end, shown?.end ?? own.end)
            return aligned(TimeRange(quarter.start, max(end, own.end)), file)
        }
        return aligned(shown.flatMap { TimeRange($0.start, min($0.end, max(now, own.end))) }, file)
    }

    /// Whole candles, and at least what the rows show.
    private static func aligned(_ range: TimeRange?, _ file: FileRecord) -> TimeRange? {
        guard let range, let interval = file.series?.kind.interval, let own = file.span else { return range }
        let opening = interval.floor(range.start.nanoseconds)
        let first = opening == range.start.nanoseconds ? opening : opening.addingClamped(interval.nanoseconds)
        let last = interval.floor(range.end.nanoseconds)
        return TimeRange(
            min(own.start, Timestamp(nanoseconds: first)), max(own.end, Timestamp(nanoseconds: last)))
    }
}

extension FileRecord {
    /// From the first row to behind the last.
    var span: TimeRange? {
        guard let first, let last else { return nil }
        return TimeRange(first, last.advanced(by: series?.kind.interval?.nanoseconds ?? 1))
    }

    /// The archive that it is a member of, nil for a file of its own.
    var container: String? {
        guard let member, path.hasSuffix("/" + member.name) else { return nil }
        return String(path.dropLast(member.name.count + 1))
    }
}

extension Int64 {
    fileprivate func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
