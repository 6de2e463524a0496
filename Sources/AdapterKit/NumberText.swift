// Whole texts as numbers, for what is not read through a LineReader: a JSON value, a header, a file's name.

extension Double {
    /// The double nearest to a decimal number, ties to even: what the ABI asks of every price and volume.
    ///
    /// Takes `29000.5`, `-3`, `+3`, `1.188e-05`, `1E+2`, `5E-8`, of any length. Nil for everything else: blanks,
    /// hexadecimal, `nan`, `inf`, a sign alone, no text, a number beyond the largest double (`1e999`); and for
    /// `1.` and `.5`, because every source writes digits on both sides, so one of them was lost there. What is
    /// too small for a double is 0. Up to 19 digits cost about 10 to 30 ns, more of them some 100 ns.
    public init?(decimal text: Span<UInt8>) {
        // The scanner stays inside the buffer.
        let scanned = unsafe text.withUnsafeBufferPointer { buffer in
            unsafe whole(buffer, scanDecimal)
        }
        guard let scanned else { return nil }
        self = scanned
    }
}

extension Int64 {
    /// A whole number: `-12`, also written as `642646396.0` or `1.5e3`.
    ///
    /// Nil for what has a fraction, does not fit, or is no decimal number (see `Double.init(decimal:)`).
    public init?(wholeNumber text: Span<UInt8>) {
        // The scanner stays inside the buffer.
        let scanned = unsafe text.withUnsafeBufferPointer { buffer in
            unsafe whole(buffer, scanInteger)
        }
        guard let scanned else { return nil }
        self = scanned
    }

    /// Nanoseconds from decimal seconds, exactly: `1672531436`, `1672531436.1234`.
    ///
    /// More than nine decimals are cut off towards the past, never rounded up: a trade at 59.9999999999 s
    /// belongs to its own minute. Nil for exponents, for what does not fit in 64 bits (years 1677 to 2262)
    /// and for what is no number.
    public init?(nanosecondsOfSeconds text: Span<UInt8>) {
        // The scanner stays inside the buffer.
        let scanned = unsafe text.withUnsafeBufferPointer { buffer in
            unsafe whole(buffer, scanSeconds)
        }
        guard let scanned else { return nil }
        self = scanned
    }
}

/// What `scan` finds when it takes the whole text.
private func whole<Value: BitwiseCopyable>(
    _ text: UnsafeBufferPointer<UInt8>,
    _ scan: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Scanned<Value>
) -> Value? {
    guard let start = text.baseAddress else { return nil }
    // `count` elements follow the base address.
    let end = unsafe start + text.count
    let scanned = unsafe scan(start, end)
    return unsafe scanned.end == end ? scanned.value : nil
}
