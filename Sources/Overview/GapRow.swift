import Coverage
import Ingestion
import MarketData

/// Something missing, for people and machines.
package struct GapRow: Encodable {
    package var asset: String
    package var tier: String
    package var quote: String
    package var kind: String
    /// Null for trades.
    package var interval_minutes: Double?
    package var start: String
    package var end: String
    /// Of those that can exist; 0 for trades.
    package var missing_candles: Int
    /// From the gap's start until now.
    package var candles_from_today: Int
    /// Of these beyond the reach of every source that can be asked.
    package var overflow_candles: Int
    package var `class`: String
    package var reason: String
    /// Null where none is needed or known.
    package var required_csv_file: String?

    package init(_ found: GapScan.Found) {
        let (line, gap, distance) = (found.line, found.gap, found.distance)
        asset = line.instrument.base
        tier = found.surveyed.asset.tier.rawValue
        quote = line.instrument.quote
        kind = line.kind == .trades ? "trades" : "candles"
        interval_minutes = line.kind.interval?.inMinutes
        (start, end) = (gap.range.start.description, gap.range.end.description)
        missing_candles = gap.candles
        (candles_from_today, overflow_candles) = (distance.candlesFromToday, distance.overflow)
        `class` = gap.gapClass.word
        reason = found.reason
        required_csv_file = found.requiredFile
    }
}
