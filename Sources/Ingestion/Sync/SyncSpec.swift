import Foundation
import MarketData

/// What a sync was asked to do, as the ledger keeps it, so that any process can go on with it.
public struct SyncSpec: Hashable, Codable, Sendable {
    /// How much is wanted.
    public enum Mode: String, Hashable, Codable, Sendable {
        /// The whole history.
        case complete
        /// What is newer than what is there.
        case incremental
    }

    /// Files, folders and archives that are read first; absolute paths.
    public var paths: [String] = []
    /// How much is wanted.
    public var mode = Mode.complete
    /// Whether candles that no source gives as such are made from trades.
    public var allowsTrades = false
    /// Whether what one source has is asked of others, too, so that they can be compared.
    public var overlaps = false
    /// Only these sources are asked; nil for all.
    public var sources: [String]?
    /// Gaps of one asset that are filled at most, the newest first; nil for all.
    public var gapsPerAsset: Int?
    private var tiers: [String]?
    private var tickers: [String]?
    private var category: String?
    private var minutes: [Int]?
    private var usualMinutes: [Int]
    private var usualDays: Int
    private var start: Int64?
    private var end: Int64?
    private var includesUnknown: Bool

    /// A sync of these histories.
    public init(_ scope: SurveyScope) {
        tiers = scope.tiers.map { $0.map(\.rawValue).sorted() }
        tickers = scope.tickers.map { $0.sorted() }
        category = scope.category?.rawValue
        minutes = scope.intervals.map { $0.compactMap(\.minutes) }
        usualMinutes = scope.usual.compactMap(\.minutes)
        usualDays = scope.usualDays
        start = scope.start?.nanoseconds
        end = scope.end?.nanoseconds
        includesUnknown = scope.includesUnknown
    }

    /// Which histories.
    public var scope: SurveyScope {
        var scope = SurveyScope()
        scope.tiers = tiers.map { Set($0.compactMap(Tier.init(rawValue:))) }
        scope.tickers = tickers.map(Set.init)
        scope.category = category.flatMap(AssetCategory.init(rawValue:))
        scope.intervals = minutes.map { $0.compactMap { Interval(minutes: $0) } }
        scope.usual = usualMinutes.compactMap { Interval(minutes: $0) }
        scope.usualDays = usualDays
        scope.start = start.map { Timestamp(nanoseconds: $0) }
        scope.end = end.map { Timestamp(nanoseconds: $0) }
        scope.includesUnknown = includesUnknown
        return scope
    }

    /// What a job's record says; nil where that is no sync's.
    public init?(_ text: String) {
        // Another command's words, or another version's, are none of a sync; the caller says so.
        guard let spec = try? JSONDecoder().decode(SyncSpec.self, from: Data(text.utf8)) else { return nil }
        self = spec
    }

    /// As a job's record keeps it.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Texts and numbers: there is nothing in it that could not be written.
        guard let bytes = try? encoder.encode(self) else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
