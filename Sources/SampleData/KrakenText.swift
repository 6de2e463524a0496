/// Kraken's CSV made from candles: `time,open,high,low,close,volume,trades`.
public struct KrakenText {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// No text yet.
    public init() {}

    /// Adds a line.
    public mutating func add(_ candle: SampleCandle, decimals: Int) {
        integer(candle.time)
        for price in [candle.open, candle.high, candle.low, candle.close] {
            comma()
            decimal(price, decimals)
        }
        comma()
        decimal(candle.volume, 8)
        comma()
        integer(candle.trades)
        endLine()
    }

    /// Adds a trade: `time,price,volume`.
    public mutating func addTrade(time: Int64, price: Int64, decimals: Int, volume: Int64) {
        integer(time)
        comma()
        decimal(price, decimals)
        comma()
        decimal(volume, 8)
        endLine()
    }

    /// Adds a line as it is.
    public mutating func add(line: String) {
        bytes.append(contentsOf: line.utf8)
        endLine()
    }

    /// Forgets what was written, for the next piece of a large file.
    public mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    private mutating func comma() { bytes.append(UInt8(ascii: ",")) }
    private mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }
    private mutating func integer(_ value: Int64) { bytes.append(contentsOf: String(value).utf8) }

    /// A number of ticks as a decimal, without zeros at its end: 123450 with 2 places is `1234.5`.
    private mutating func decimal(_ ticks: Int64, _ places: Int) {
        var unit: Int64 = 1
        for _ in 0..<places { unit *= 10 }
        integer(ticks / unit)
        var fraction = ticks % unit
        if fraction == 0 { return }
        var width = places
        while fraction % 10 == 0 {
            fraction /= 10
            width -= 1
        }
        bytes.append(UInt8(ascii: "."))
        let digits = String(fraction).utf8
        for _ in digits.count..<width { bytes.append(UInt8(ascii: "0")) }
        bytes.append(contentsOf: digits)
    }
}
