import AdapterHost
import Ingestion
import MarketData
import Storage
import Pipeline

extension WishOptions {
    /// What is wanted of a source: candles of which interval, or trades.
    func seriesKind(of source: SourceAdapter, isGrouped: Bool = false) throws -> SeriesKind {
        let descriptor = source.adapter.manifest.descriptor
        guard kind == .candles else {
            guard descriptor.kinds.contains(.trades) else {
                throw Failure("\(source.id) gives no trades", status: .wrongUse)
            }
            return .trades
        }
        guard descriptor.kinds.contains(.candles) else {
            throw Failure("\(source.id) gives no candles", status: .wrongUse)
        }
        let wanted = [interval?.interval].compactMap(\.self)
        let usual = (isGrouped ? [1440] : [60, 1440]).compactMap { Interval(minutes: $0) }
        let offered = descriptor.intervals
        guard
            let chosen = (wanted.isEmpty ? usual : wanted).first(where: offered.contains)
                ?? (wanted.isEmpty ? offered.first : nil)
        else {
            throw Failure(
                "\(source.id) gives no candles of \(wanted.map(\.description).joined()); it gives "
                    + offered.map(\.description).joined(separator: ", "), status: .wrongUse)
        }
        return .candles(chosen)
    }

    /// The part of time, in whole candles: up to the newest that can be closed.
    func range(_ kind: SeriesKind, now: Timestamp) throws -> TimeRange {
        if let start = rangeOptions.start?.time, start >= now {
            throw Failure("--start \(start) lies in the future; it is \(now)", status: .wrongUse)
        }
        var end = min(rangeOptions.end?.time ?? now, now)
        let back = Int64(days ?? 30) * 86_400_000_000_000
        var start = rangeOptions.start?.time ?? Timestamp(nanoseconds: end.nanoseconds - back)
        if let interval = kind.interval {
            (start, end) = (
                Timestamp(nanoseconds: interval.floor(start.nanoseconds)),
                Timestamp(nanoseconds: interval.floor(end.nanoseconds))
            )
        }
        guard let range = TimeRange(start, end) else {
            throw Failure(
                "nothing lies between \(start) and \(end), which is the newest whole candle", status: .wrongUse)
        }
        return range
    }

    /// The asset that a user means: of the ledger as it was written, or in capitals.
    static func asset(_ ticker: String, in assets: [Asset]) -> Asset? {
        assets.first { $0.ticker == ticker } ?? assets.first { $0.ticker == ticker.uppercased() }
    }

    /// The instrument of an asset, by the hub's names. These are in capitals, but for stocks, whose small letters mean
    /// something.
    func instrument(_ ticker: String, _ known: Asset?, _ category: AssetCategory?) throws -> Instrument {
        let ticker = known?.ticker ?? (category == .stock ? ticker : ticker.uppercased())
        let instrument = Instrument(
            base: try AssetName.checked(ticker),
            quote: try AssetName.checked((quote ?? known?.quoteCurrency ?? "USD").uppercased()))
        guard instrument.base != instrument.quote else {
            throw Failure("\(ticker) has no price in itself; name another --quote", status: .wrongUse)
        }
        return instrument
    }
}
