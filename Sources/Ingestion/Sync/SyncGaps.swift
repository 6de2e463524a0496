import AdapterHost
import Coverage
public import MarketData
import Storage

/// What is said of gaps that no source can fill.
public struct SyncGaps: Sendable {
    private let sources: [HistorySource]

    /// Of these sources.
    public init(_ sources: [HistorySource]) { self.sources = sources }

    /// The file that would fill a gap of a history: of the first source that has files of it; nil where none has.
    public func requiredFile(_ line: HistoryLine, category: AssetCategory?) -> String? {
        for source in sources where source.isFile {
            if let categories = source.manifest.reach.categories, let category, !categories.contains(category) {
                continue
            }
            if let name = source.manifest.fileName(of: line) { return name }
        }
        return nil
    }

    /// Where that file is had, for people.
    public func archive(_ line: HistoryLine, category: AssetCategory?) -> String? {
        sources.first { $0.isFile && $0.manifest.fileName(of: line) != nil }?.manifest.reach.archive
    }

    func unfillable(
        _ gap: LineGap, _ line: SyncPlan.Line, _ store: StoreIdentity, _ job: JobID, _ moment: Timestamp
    ) -> Gap {
        let surveyed = line.surveyed
        return Gap(
            in: store, of: surveyed.line, gap.range, .unfillable, gapClass: gap.gapClass.rawValue, candles: gap.candles,
            message: gap.reason(surveyed.outlooks),
            requiredFile: requiredFile(surveyed.line, category: surveyed.asset.category) ?? "", job: job, at: moment)
    }
}
