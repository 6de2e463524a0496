/// The labels of a series: checked, bounded, by name.
public struct MetricLabels: Hashable, Sendable {
    struct Pair: Hashable, Comparable, Sendable {
        var name: String
        var value: String

        static func < (left: Pair, right: Pair) -> Bool { (left.name, left.value) < (right.name, right.value) }
    }

    let pairs: [Pair]

    /// None.
    public static let none = MetricLabels(unchecked: [])

    private init(unchecked pairs: [Pair]) { self.pairs = pairs }

    /// Nil where a name is none (`[a-zA-Z_][a-zA-Z0-9_]*`, not `le`, not beginning with `__`), stands twice, or there are
    /// more than 8. Values are cut at 120 characters.
    public init?(_ labels: [(String, String)]) {
        guard labels.count <= 8 else { return nil }
        var pairs: [Pair] = []
        for (name, value) in labels {
            guard Self.isName(name), !pairs.contains(where: { $0.name == name }) else { return nil }
            pairs.append(Pair(name: name, value: value.utf8.count <= 120 ? value : String(value.prefix(120))))
        }
        self.pairs = pairs.sorted()
    }

    /// The value of a label, nil where it is not there.
    public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    private static func isName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count), name != "le", !name.hasPrefix("__") else { return false }
        return MetricName.isValid(name, withColon: false)
    }
}

/// Names of metrics.
enum MetricName {
    static func isValid(_ name: String, withColon: Bool) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
            case UInt8(ascii: ":"): withColon
            default: false
            }
        }
    }

    /// What other libraries call `http.server.requests` is called `http_server_requests`; at most 120 characters.
    static func cleaned(_ label: String) -> String {
        if label.utf8.count <= 120, isValid(label, withColon: true) { return label }
        let text = String(
            label.unicodeScalars.prefix(120).map { scalar in
                scalar.isASCII && isValid("a" + String(scalar), withColon: true) ? Character(scalar) : "_"
            })
        return isValid(text, withColon: true) ? text : "_" + text
    }
}
