import AdapterKit
import CSimdJSON

/// What a value is.
public enum JSONKind: Sendable {
    /// Names and values.
    case object
    /// Values in a row.
    case array
    /// A text.
    case string
    /// A decimal number, of any length.
    case number
    /// `true` or `false`.
    case bool
    /// `null`.
    case null
}

/// One value of a `JSONDocument`: a place in it, which costs nothing to copy and cannot outlive the document.
///
/// There are two ways to read it. Properties (`decimal`, `string`) give nil where the value is something else. Functions
/// with a field's name (`decimal("o")`) throw a `JSONError` that says which field is wrong, what it holds and what was
/// expected: make a `Reject` of it, or an `AdapterFailure`.
public struct JSONValue: ~Escapable {
    let nodes: Span<cj_node>
    let text: Span<UInt8>
    let strings: Span<UInt8>
    /// Bytes before `text` in what was read.
    let mark: Int
    let index: Int

    @_lifetime(copy nodes, copy text, copy strings)
    init(nodes: Span<cj_node>, text: Span<UInt8>, strings: Span<UInt8>, mark: Int, index: Int) {
        self.nodes = nodes
        self.text = text
        self.strings = strings
        self.mark = mark
        self.index = index
    }

    /// Another value of the same document.
    @_lifetime(copy self)
    func value(at index: Int) -> JSONValue {
        JSONValue(nodes: nodes, text: text, strings: strings, mark: mark, index: index)
    }

    var node: cj_node { nodes[index] }

    /// The node behind this value and all in it.
    var next: Int {
        let node = node
        return node.kind <= UInt32(CJ_ARRAY) ? Int(node.next) : index + 1
    }

    /// What it is.
    public var kind: JSONKind {
        switch Int32(node.kind) {
        case CJ_OBJECT: .object
        case CJ_ARRAY: .array
        case CJ_STRING, CJ_ESCAPED: .string
        case CJ_NUMBER: .number
        case CJ_TRUE, CJ_FALSE: .bool
        default: .null
        }
    }

    /// Where its text lies in the bytes that the document was read from: what a `Reject` wants of its record.
    public var range: Range<Int> { Int(node.start) + mark..<Int(node.end) + mark }

    /// The first byte of its text, counted from 0.
    public var position: Int { Int(node.start) + mark }

    /// It is `null`.
    public var isNull: Bool { Int32(node.kind) == CJ_NULL }

    /// What a string says, its escapes resolved, or the digits of a number as they were written; empty for
    /// everything else. UTF-8.
    public var utf8: Span<UInt8> {
        @_lifetime(copy self)
        get {
            let node = node
            switch Int32(node.kind) {
            case CJ_STRING: return text.extracting(Int(node.start) + 1..<Int(node.end) - 1)
            case CJ_NUMBER: return text.extracting(Int(node.start)..<Int(node.end))
            case CJ_ESCAPED:
                let start = Int(node.next)
                var count = 0
                // The four bytes before are the length, the lowest first.
                for place in 1...4 { count = count << 8 | Int(strings[start - place]) }
                return strings.extracting(start..<start + count)
            default: return text.extracting(0..<0)
            }
        }
    }

    /// Whether it is a string that says this.
    public func says(_ name: JSONName) -> Bool { kind == .string && name.isEqual(to: utf8) }

    /// The value of that name in an object; nil where there is none, where it is `null`, and in what is no object.
    /// Looks at one name after the other: meant for objects of some ten names.
    public subscript(_ name: JSONName) -> JSONValue? {
        @_lifetime(copy self)
        get {
            guard Int32(node.kind) == CJ_OBJECT else { return nil }
            let end = next
            var at = index + 1
            while at < end {
                let found = value(at: at + 1)
                if name.isEqual(to: value(at: at).utf8) { return found.isNull ? nil : found }
                at = found.next
            }
            return nil
        }
    }

    /// The value at a place of an array, from 0; nil behind its end, where it is `null`, and in what is no array.
    /// Passes over those before it: meant for rows of some ten values.
    public subscript(_ place: Int) -> JSONValue? {
        @_lifetime(copy self)
        get {
            var elements = elements(from: place)
            guard let found = elements.next(), !found.isNull else { return nil }
            return found
        }
    }
}
