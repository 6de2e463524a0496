import AdapterKit

/// Kraken's names of pairs.
enum PairName {
    /// What Kraken calls otherwise than everybody else; the manifest's aliases say the same for the way back.
    private static let codes = ["BTC": "XBT", "DOGE": "XDG"]

    /// The pair of a query: Kraken's own name as it was given, or made from the hub's names (BTC/USD is XBTUSD).
    ///
    /// Throws `invalidQuery` when there is neither.
    static func of(_ query: Query) throws(AdapterFailure) -> String {
        if !query.symbol.isEmpty { return query.symbol }
        guard !query.base.isEmpty, !query.quote.isEmpty else {
            throw AdapterFailure(
                .invalidQuery, "no pair; expected a base and a quote (BTC, USD) or Kraken's name (XBTUSD)")
        }
        return code(query.base) + code(query.quote)
    }

    private static func code(_ name: String) -> String {
        let name = name.uppercased()
        return codes[name] ?? name
    }
}
