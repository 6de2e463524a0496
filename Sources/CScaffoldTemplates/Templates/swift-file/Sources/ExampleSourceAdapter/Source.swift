public import AdapterKit

/// Candles from the files of Example Source: `BTC-USD_60.csv` holds candles of 60 minutes.
public enum Source: Adapter {
    /// Answers its queries.
    public typealias Session = SourceSession

    /// The candle lengths that it has, in minutes.
    static let minutes: [Int64] = [1, 5, 15, 60, 1440]

    /// adapter.toml says the same.
    public static let descriptor = Descriptor(
        id: "example-source", name: "Example Source", version: "1.0.0", licence: "Apache-2.0", kinds: [.candles],
        transports: [.file], intervals: minutes.map { $0 * Nanoseconds.minute })

    /// What a file's name says: BASE-QUOTE_MINUTES.csv.
    public static func identify(path: String) throws(AdapterFailure) -> Identity {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let parts = name.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
        let codes = parts.first?.split(separator: "-", omittingEmptySubsequences: false) ?? []
        // No leading zero, no sign: one name for each series.
        guard name.hasSuffix(".csv"), parts.count == 2, let minutes = Int64(parts[1]), "\(minutes)" == parts[1],
            Source.minutes.contains(minutes), codes.count == 2, codes.allSatisfy(isCode)
        else {
            throw AdapterFailure(
                .invalidQuery,
                "'\(name.prefix(100))' is no file of Example Source; expected BASE-QUOTE_MINUTES.csv with \(Source.minutes) "
                    + "minutes, like BTC-USD_60.csv")
        }
        return Identity(
            kind: .candles, interval: minutes * Nanoseconds.minute, symbol: String(parts[0]), base: String(codes[0]),
            quote: String(codes[1]))
    }

    private static func isCode(_ text: Substring) -> Bool {
        (1..<32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) }
    }
}
