/// A pair as Kraken writes it, taken apart by its table of codes; never by length (HONEYUSD, XBTUSDC) and never by
/// stripping an X or Z (XRPUSD, ZRXUSD, XTZUSD).
struct Pair: Equatable {
    /// As in the file's name, in capitals.
    let symbol: String
    /// Kraken's code: XBT.
    let base: String
    /// Kraken's code: USD.
    let quote: String

    /// Nil when no known quote currency ends the name with something before it that can be a code.
    init?(_ name: some StringProtocol) {
        let symbol = name.uppercased()
        guard symbol.utf8.allSatisfy(Pair.isCodeByte) else { return nil }
        self.symbol = symbol
        if let legacy = Pair.legacy(symbol) {
            (base, quote) = legacy
            return
        }
        var best: (base: String, quote: String, isKnown: Bool)?
        for quote in AssetCodes.quotes where symbol.hasSuffix(quote) {
            let base = String(symbol.dropLast(quote.count))
            if base.isEmpty { continue }
            let isKnown = AssetCodes.known.contains(base)
            if let best {
                // A base that is known settles it, then the longer quote.
                if best.isKnown != isKnown {
                    if best.isKnown { continue }
                } else if best.quote.count >= quote.count {
                    continue
                }
            }
            best = (base, quote, isKnown)
        }
        guard let best else { return nil }
        base = best.base
        quote = best.quote
    }

    /// Names of the first years, in which assets began with X and currencies with Z: XXBTZUSD, XETHXXBT, USDTZUSD.
    private static func legacy(_ symbol: String) -> (base: String, quote: String)? {
        guard symbol.utf8.count == 8, let quote = AssetCodes.legacy[String(symbol.suffix(4))] else { return nil }
        let first = String(symbol.prefix(4))
        if let base = AssetCodes.legacy[first] { return (base, quote) }
        return first == "USDT" ? (first, quote) : nil
    }

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
