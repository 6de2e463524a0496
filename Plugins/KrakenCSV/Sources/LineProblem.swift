import AdapterKit

/// The sentences for fields that are not what they should be.
enum LineProblem {
    static func time(_ bytes: Span<UInt8>, _ field: Range<Int>) -> String {
        if field.isEmpty { return "the time is empty, expected seconds since 1970 (UTC), like 1672531200" }
        let isAllDigits = field.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[$0]) }
        let hint = isAllDigits && field.count > 10 ? "; it has \(field.count) digits, are these not seconds?" : ""
        return "the time '\(String(quoting: bytes, field))' is not seconds since 1970 (UTC), like 1672531200\(hint)"
    }

    static func number(_ bytes: Span<UInt8>, _ field: Range<Int>, _ name: String) -> String {
        if field.isEmpty { return "the \(name) is empty, expected a decimal number" }
        return "the \(name) '\(String(quoting: bytes, field))' is no finite decimal number, like 29000.5 or 1.188e-05"
    }

    static func count(_ bytes: Span<UInt8>, _ field: Range<Int>, _ name: String) -> String {
        if field.isEmpty { return "the number of \(name) is empty, expected a whole number from 0 on" }
        return "the number of \(name) '\(String(quoting: bytes, field))' is no whole number from 0 on"
    }

    static func wholeNumber(_ bytes: Span<UInt8>, _ field: Range<Int>, _ name: String) -> String {
        if field.isEmpty { return "the \(name) is empty, expected a whole number" }
        return "the \(name) '\(String(quoting: bytes, field))' is no whole number"
    }
}
