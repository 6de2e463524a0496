/// The few texts that a column repeats, each made a `String` once and then known by its index.
public struct SymbolTexts {
    /// The texts, by index.
    public private(set) var texts: [String] = []
    /// Their raw fields, to compare with.
    private var fields: [[UInt8]] = []
    private var last = 0

    /// None yet.
    public init() {}

    /// The index of a field's text, a new one for a text that was not seen.
    mutating func index(_ bytes: RawSpan, _ field: Range<Int>) -> Int {
        if last < fields.count, Self.equals(fields[last], bytes, field) { return last }
        if let known = fields.indices.first(where: { Self.equals(fields[$0], bytes, field) }) {
            last = known
            return known
        }
        let raw = bytes.text(field)
        fields.append(Array(raw.utf8))
        texts.append(raw.hasPrefix("\"") ? CSVText.unescaped(String(raw.dropFirst().dropLast())) : raw)
        last = fields.count - 1
        return last
    }

    private static func equals(_ known: [UInt8], _ bytes: RawSpan, _ field: Range<Int>) -> Bool {
        guard known.count == field.count else { return false }
        for index in known.indices where known[index] != bytes[field.lowerBound + index] { return false }
        return true
    }
}
