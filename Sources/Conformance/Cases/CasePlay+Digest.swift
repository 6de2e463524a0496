extension CasePlay {
    /// The rows in 64 bits (FNV-1a over the lines of expected.csv, each with its line feed), for replies with too many
    /// rows to write down.
    public var rowDigest: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for row in rows {
            for byte in "\(row)\n".utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        return hash
    }
}
