import CAdapterABI

/// What a file's name says about it. The names are the source's own; the host translates them with the
/// manifest's `[aliases]`.
public struct Identity: Equatable, Sendable {
    /// `candles` or `trades`.
    public var kind: Kind
    /// Candle length in nanoseconds; 0 for trades.
    public var interval: Int64
    /// The source's name of the instrument, at most 63 bytes.
    public var symbol: String
    /// The source's code of the base asset, at most 31 bytes.
    public var base: String
    /// The source's code of the quote asset, at most 31 bytes.
    public var quote: String

    /// An identity.
    public init(kind: Kind, interval: Int64 = 0, symbol: String, base: String, quote: String) {
        self.kind = kind
        self.interval = interval
        self.symbol = symbol
        self.base = base
        self.quote = quote
    }

    /// Writes the identity for the host. Throws `invalidQuery` when a name is too long for it: a name that is
    /// cut off would be another name.
    func write(to identity: UnsafeMutablePointer<cw_identity>) throws(AdapterFailure) {
        unsafe identity.pointee.kind = kind.rawValue
        unsafe identity.pointee.interval = interval
        // The rebound memory is each array itself.
        let fits = unsafe withUnsafeMutableBytes(of: &identity.pointee.symbol) { unsafe copyText(symbol, into: $0) }
        let fitsBase = unsafe withUnsafeMutableBytes(of: &identity.pointee.base) { unsafe copyText(base, into: $0) }
        let fitsQuote = unsafe withUnsafeMutableBytes(of: &identity.pointee.quote) {
            unsafe copyText(quote, into: $0)
        }
        guard fits, fitsBase, fitsQuote else {
            throw AdapterFailure(
                .invalidQuery, "the name \(symbol) is too long: 63 bytes, and 31 a currency, are the most")
        }
    }
}
