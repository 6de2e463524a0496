/// One row of a stream of rows; its fields are read from left to right, each once.
///
/// Reading a field that is not there, or not of the asked type, throws `badReply`.
public struct SQLRow: ~Escapable {
    /// The line, without its end.
    private let bytes: RawSpan
    /// Where the next field begins; one past the end when there is none.
    private var at = 0
    /// Which row it is, from 1.
    public let number: Int64

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, number: Int64) {
        self.bytes = bytes
        self.number = number
    }

    /// The next field as a whole number; nil for NULL.
    @_lifetime(self: copy self)
    public mutating func int64() throws(QuestDBError) -> Int64? {
        let field = try next()
        if field.isEmpty { return nil }
        guard let value = NumberText.int64(bytes, field) else { throw unreadable(field, "a whole number") }
        return value
    }

    /// The next field as a double, correctly rounded; nil for NULL (and NaN and infinities, which the server prints as
    /// NULL).
    @_lifetime(self: copy self)
    public mutating func double() throws(QuestDBError) -> Double? {
        let field = try next()
        if field.isEmpty { return nil }
        guard let value = NumberText.double(bytes, field) else { throw unreadable(field, "a number") }
        return value
    }

    /// The next field as `true` or `false`; nil for NULL.
    @_lifetime(self: copy self)
    public mutating func bool() throws(QuestDBError) -> Bool? {
        let field = try next()
        switch bytes.text(field) {
        case "true": return true
        case "false": return false
        case "": return nil
        default: throw unreadable(field, "true or false")
        }
    }

    /// The next field as text; nil for NULL, which is another thing than an empty text.
    @_lifetime(self: copy self)
    public mutating func text() throws(QuestDBError) -> String? {
        let field = try next()
        if field.isEmpty { return nil }
        guard bytes[field.lowerBound] == UInt8(ascii: "\"") else { return bytes.text(field) }
        return CSVText.unescaped(bytes.text(field.dropFirst().dropLast()))
    }

    /// The next field as text from a small set of values that come again and again, symbols for example: known ones
    /// cost no allocation.
    @_lifetime(self: copy self)
    public mutating func symbol(_ known: inout SymbolTexts) throws(QuestDBError) -> Int? {
        let field = try next()
        if field.isEmpty { return nil }
        return known.index(bytes, field)
    }

    /// Reads over the next field.
    @_lifetime(self: copy self)
    public mutating func skip() throws(QuestDBError) { _ = try next() }

    /// Throws `badReply` when fields are left.
    public func end() throws(QuestDBError) {
        if at <= bytes.byteCount {
            throw QuestDBError(
                .badReply, "row \(number)", "it has more columns than expected",
                advice: "name the columns in the SELECT")
        }
    }

    /// The next field with its quotes; reads over the comma behind it.
    @_lifetime(self: copy self)
    private mutating func next() throws(QuestDBError) -> Range<Int> {
        let start = at
        let count = bytes.byteCount
        guard start <= count else {
            throw QuestDBError(
                .badReply, "row \(number)", "it has fewer columns than expected",
                advice: "name the columns in the SELECT")
        }
        var quoted = false
        var end = start
        while end < count {
            let byte: UInt8 = bytes[end]
            if byte == UInt8(ascii: "\"") {
                quoted.toggle()
            } else if byte == UInt8(ascii: ","), !quoted {
                break
            }
            end += 1
        }
        at = end + 1
        return start..<end
    }

    private func unreadable(_ field: Range<Int>, _ wanted: String) -> QuestDBError {
        QuestDBError(
            .badReply, "row \(number)", "'\(bytes.text(field.prefix(60)))' is not \(wanted)",
            advice: "select this column in a form that is, timestamps as cast(time as long)")
    }
}

extension RawSpan {
    subscript(_ index: Int) -> UInt8 {
        // Any bits are a UInt8, and the offset is checked.
        unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }

    func text(_ range: Range<Int>) -> String {
        // Copied during the call.
        unsafe extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
