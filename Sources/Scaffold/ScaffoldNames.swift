/// The names of the invented source, and what takes their place.
struct ScaffoldNames {
    private let replacements: [(old: [UInt8], new: [UInt8])]
    /// `my_source`
    let underscored: String
    /// `MySource`, and `Source1inch`, as no Swift module begins with a digit.
    let camel: String

    init(id: String, host: String, candlewick: String) {
        let words = id.split(separator: "-")
        let capitalised = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }
        underscored = String(id.map { $0 == "-" ? "_" : $0 })
        camel = (id.first?.isNumber == true ? "Source" : "") + capitalised.joined()
        // What stands between the quotes of Swift's string literals.
        let quoted = candlewick.flatMap { $0 == "\\" || $0 == "\"" ? ["\\", $0] : [$0] }
        replacements = [
            ("example-source", id), ("example_source", underscored), ("ExampleSource", camel),
            ("Example Source", capitalised.joined(separator: " ")), ("api.example.com", host),
            ("/path/to/candlewick", String(quoted)),
        ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
    }

    /// The text with all names replaced, in one pass: a new name is not looked at again.
    func replaced(in text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var rest = text[...]
        while let first = rest.first {
            if let found = replacements.first(where: { $0.old[0] == first && rest.starts(with: $0.old) }) {
                result += found.new
                rest = rest.dropFirst(found.old.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// As a host takes it from a manifest. `derived` is the hub's own.
    static func isAdapterID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isPlain) && text.first != "-" && text.last != "-"
            && text != "derived"
    }

    /// As a host takes it from a manifest.
    static func isHostName(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(isPlain) && label.first != "-"
                    && label.last != "-"
            }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
}
