extension Int {
    /// For people: `1,234,567`.
    package var grouped: String {
        var bytes: [UInt8] = []
        var rest = magnitude
        var digits = 0
        repeat {
            if digits > 0, digits % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            digits += 1
        } while rest > 0
        if self < 0 { bytes.append(UInt8(ascii: "-")) }
        return String(decoding: bytes.reversed(), as: UTF8.self)
    }

    /// `1 gap`, `1,234 gaps`.
    package func counted(_ noun: String) -> String { counted(noun, plural: noun + "s") }

    /// `1 entry`, `2 entries`.
    package func counted(_ noun: String, plural: String) -> String { "\(grouped) \(self == 1 ? noun : plural)" }
}
