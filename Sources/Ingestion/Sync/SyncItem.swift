import Foundation
import MarketData
import Storage

/// One thing that a sync has to do, as an item of its job.
enum SyncItem: Hashable, Sendable {
    /// Read a file; its path is the item's name.
    case file
    /// Find out what the sources are to be asked, once all files are through, and add that behind.
    case plan
    /// Ask sources for a part of a history.
    case load(LoadOrder)

    init?(_ item: JobItem) {
        switch item.spec {
        case "file": self = .file
        case "plan": self = .plan
        default:
            // What is none was written by another version: such an item fails, and says so.
            guard let order = try? JSONDecoder().decode(LoadOrder.self, from: Data(item.spec.utf8)) else { return nil }
            self = .load(order)
        }
    }

    /// As the ledger keeps it.
    func item(named name: String) -> JobItem {
        switch self {
        case .file: return JobItem(name: name, spec: "file")
        case .plan: return JobItem(name: name, spec: "plan")
        case .load(let order):
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            // Texts and numbers: there is nothing in it that could not be written.
            let bytes = (try? encoder.encode(order)) ?? Data()
            return JobItem(name: name, spec: String(decoding: bytes, as: UTF8.self))
        }
    }
}

/// A part of a history that sources are asked for, one after the other until one has it.
struct LoadOrder: Hashable, Codable, Sendable {
    private var base: String
    private var quote: String
    private var interval: Int64?
    private var categoryName: String?
    private var start: Int64
    private var end: Int64
    /// By their ids, the first asked first.
    var sources: [String]
    /// Whether the candles are made from trades.
    var isByTrades: Bool
    /// Why it is missing.
    var gapClass: String
    /// Candles that are missing.
    var candles: Int

    init(
        _ line: HistoryLine, _ range: TimeRange, category: AssetCategory?, sources: [String], isByTrades: Bool,
        gapClass: String, candles: Int
    ) {
        (base, quote) = (line.instrument.base, line.instrument.quote)
        interval = line.kind.interval?.nanoseconds
        categoryName = category?.rawValue
        (start, end) = (range.start.nanoseconds, range.end.nanoseconds)
        self.sources = sources
        self.isByTrades = isByTrades
        self.gapClass = gapClass
        self.candles = candles
    }

    var category: AssetCategory? { categoryName.flatMap(AssetCategory.init(rawValue:)) }

    var line: HistoryLine {
        let kind = interval.flatMap { Interval(nanoseconds: $0) }.map { SeriesKind.candles($0) } ?? .trades
        return HistoryLine(Instrument(base: base, quote: quote), kind)
    }

    /// What sources are asked for.
    var askedLine: HistoryLine { isByTrades ? HistoryLine(line.instrument, .trades) : line }

    /// Nil where it was written backwards.
    var range: TimeRange? { TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)) }

    /// For people.
    var name: String { "\(line) \(Timestamp(nanoseconds: start))..\(Timestamp(nanoseconds: end))" }
}
