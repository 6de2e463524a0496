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
    /// The document's text, and behind it what strings with escapes say.
    let text: Span<UInt8>
    let index: Int

    @_lifetime(copy nodes, copy text)
    init(nodes: Span<cj_node>, text: Span<UInt8>, index: Int) {
        self.nodes = nodes
        self.text = text
        self.index = index
    }

    /// Another value of the same document.
    @_lifetime(copy self)
    func value(at index: Int) -> JSONValue {
        JSONValue(nodes: nodes, text: text, index: index)
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
    public var range: Range<Int> { Int(node.start)..<Int(node.end) }

    /// The first byte of its text, counted from 0.
    public var position: Int { Int(node.start) }

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
                for place in 1...4 { count = count << 8 | Int(text[start - place]) }
                return text.extracting(start..<start + count)
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
            let place = place(of: name)
            return place < 0 ? nil : value(at: place)
        }
    }

    /// The node of the value of that name, -1 where the subscript gives nil.
    private func place(of name: JSONName) -> Int {
        let object = nodes[index]
        guard object.kind == UInt32(CJ_OBJECT) else { return -1 }
        let length = UInt32(name.count + 2)
        let end = Int(object.next)
        var at = index + 1
        while at < end {
            let (key, found) = (nodes[at], nodes[at + 1])
            let isEqual =
                key.kind == UInt32(CJ_STRING)
                ? key.end - key.start == length && name.isEqual(to: text, at: Int(key.start) + 1)
                : name.isEqual(to: value(at: at).utf8)
            if isEqual { return found.kind == UInt32(CJ_NULL) ? -1 : at + 1 }
            at = found.kind <= UInt32(CJ_ARRAY) ? Int(found.next) : at + 2
        }
        return -1
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
