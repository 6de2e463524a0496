/// HTML as UTF-8. What is written into a literal is markup; what is interpolated is text and escaped, so that no name
/// from outside can become markup by being forgotten.
struct Markup: ExpressibleByStringInterpolation {
    private(set) var bytes: [UInt8]

    init() { bytes = [] }

    init(stringLiteral literal: String) { bytes = Array(literal.utf8) }

    init(stringInterpolation interpolation: Interpolation) { bytes = interpolation.markup.bytes }

    struct Interpolation: StringInterpolationProtocol {
        var markup = Markup()

        init(literalCapacity: Int, interpolationCount: Int) {
            markup.bytes.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { markup.bytes.append(contentsOf: literal.utf8) }
        mutating func appendInterpolation(_ text: String) { markup.append(text: text) }
        mutating func appendInterpolation(_ part: Markup) { markup += part }
        /// A count for people: `1,234,567`.
        mutating func appendInterpolation(_ count: Int) { markup.bytes.append(contentsOf: count.grouped.utf8) }
        /// A number for machines: `1234567`.
        mutating func appendInterpolation(plain number: Int) { markup.append(plain: number) }
    }

    typealias StringInterpolation = Interpolation

    static func += (left: inout Markup, right: Markup) { left.bytes.append(contentsOf: right.bytes) }

    mutating func reserve(_ capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func append(byte: UInt8) { bytes.append(byte) }

    mutating func append(plain number: Int) { bytes.append(contentsOf: String(number).utf8) }

    /// Text, escaped for content and for quoted attributes. What cannot be seen (controls, zero-width marks) or would
    /// turn the text around it (direction marks) is written out as `[U+202E]`: names come from outside.
    mutating func append(text: String) {
        var text = text
        text.makeContiguousUTF8()
        let utf8 = text.utf8
        // The common case without a look at each character: markup and the unseen are rare.
        if !utf8.contains(where: {
            $0 < 0x20 || $0 > 0x7E || $0 == 0x22 || (0x26...0x27).contains($0) || $0 == 0x3C || $0 == 0x3E
        }) {
            bytes.append(contentsOf: utf8)
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": bytes.append(contentsOf: "&lt;".utf8)
            case ">": bytes.append(contentsOf: "&gt;".utf8)
            case "&": bytes.append(contentsOf: "&amp;".utf8)
            case "\"": bytes.append(contentsOf: "&quot;".utf8)
            case "'": bytes.append(contentsOf: "&#39;".utf8)
            case "\n", "\t": bytes.append(UInt8(ascii: " "))
            case _ where scalar.isInvisible:
                let code = String(scalar.value, radix: 16, uppercase: true)
                bytes.append(contentsOf: "[U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)]".utf8)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// Whether a byte is not a plain letter of ASCII, or means something in HTML.
    private static func needsLook(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: byte < 0x20 || byte > 0x7E
        }
    }
}

extension Unicode.Scalar {
    /// Whether nothing is seen of it, or it changes how its neighbours are seen.
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
