import AdapterKit

/// The name of a file of Kraken's: `{PAIR}_{MINUTES}.csv` holds candles, `{PAIR}.csv` trades.
struct FileName {
    private let name: String

    /// The last part of a path.
    init(_ path: String) {
        name = String(path.split(separator: "/", omittingEmptySubsequences: true).last ?? "")
    }

    /// What the name says. Throws `invalidQuery`, with what names look like.
    func identity() throws(AdapterFailure) -> Identity {
        guard name.utf8.count > 4, name.suffix(4).lowercased() == ".csv" else {
            throw refusal("it does not end in .csv")
        }
        let parts = name.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count <= 2, let symbol = parts.first, !symbol.isEmpty else { throw refusal("it names no pair") }
        var interval: Int64 = 0
        if parts.count == 2 {
            guard let minutes = Int64(parts[1]), KrakenCSV.minutes.contains(minutes), String(minutes) == parts[1]
            else {
                throw refusal("'\(Self.short(parts[1]))' is none of the minutes \(KrakenCSV.minutes)")
            }
            interval = minutes * Nanoseconds.minute
        }
        guard let pair = Pair(symbol) else {
            throw refusal("'\(Self.short(symbol))' is no pair that ends in a currency Kraken quotes in")
        }
        return Identity(
            kind: interval > 0 ? .candles : .trades, interval: interval, symbol: pair.symbol, base: pair.base,
            quote: pair.quote)
    }

    private func refusal(_ reason: String) -> AdapterFailure {
        AdapterFailure(
            .invalidQuery,
            "\(Self.short(name)): \(reason); Kraken's candle files are named like XBTUSD_60.csv, its trade files like XBTUSD.csv"
        )
    }

    /// Of a name longer than any of Kraken's the beginning: a message has no room for all of it.
    private static func short(_ text: some StringProtocol) -> String {
        text.count > 80 ? "\(text.prefix(80))..." : String(text)
    }
}
