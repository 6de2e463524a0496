import Ingestion
import MarketData
import Storage

extension WishOptions {
    /// The command to give again, with the part of time as it was worked out; empty where it took more than a source to do.
    ///
    /// - Parameter words: the command, and of whom.
    func again(_ words: [String], _ source: SourceOptions, _ wanted: LoadWish) -> [String] {
        if source.record != nil || source.replay != nil { return [] }
        var words = words + ["--source=\(source.source)"]
        switch wanted.kind {
        case .trades: words.append("--kind=trades")
        case .candles(let interval):
            words.append("--interval=\(interval.minutes.map { "\($0)" } ?? interval.description)")
        }
        if let quote { words.append("--quote=\(quote)") }
        words += ["--start=\(wanted.range.start)", "--end=\(wanted.range.end)"]
        if adjusted { words.append("--adjusted") }
        if again { words.append("--again") }
        return words
    }
}
