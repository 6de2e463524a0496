import Foundation

/// Where a page of a list ended: the key of its last entry. What comes or goes before it moves nothing. For clients an
/// opaque word.
struct PageCursor: Equatable {
    /// What the key is made of; the last of them may have any text in it.
    let parts: [String]

    /// Longer ones are nobody's; a file's path has its place in it.
    static let longest = 6144
    private static let separator: Character = "\u{1F}"

    init(_ parts: [String]) { self.parts = parts }

    /// The word: digits that stand for the query, and the key.
    ///
    /// - Parameter query: what was asked for, apart from where to begin and how much.
    func text(for query: String) -> String {
        let bytes = Data(parts.joined(separator: String(Self.separator)).utf8)
        return QueryDigits.of(query)
            + bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads the word.
    ///
    /// - Parameter count: of how many parts the key is.
    /// - Throws: a `Problem` where it is not one that this query has given.
    init(_ text: String, for query: String, parts count: Int) throws {
        let digits = QueryDigits.of(query)
        let key = text.dropFirst(digits.count)
        guard text.utf8.count <= Self.longest, key.utf8.allSatisfy(Self.isDigit) else { throw Self.problem }
        let plain = key.replacing("-", with: "+").replacing("_", with: "/")
        let filled = String(plain) + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: filled), let decoded = String(validating: Array(bytes), as: UTF8.self)
        else {
            throw Self.problem
        }
        parts = decoded.split(
            separator: Self.separator, maxSplits: max(0, count - 1), omittingEmptySubsequences: false
        ).map(String.init)
        guard parts.count == count else { throw Self.problem }
        guard text.hasPrefix(digits) else { throw QueryDigits.otherQuery }
    }

    /// What is said of a word that is no cursor.
    static var problem: Problem {
        .parameter("cursor", "not a cursor; give the 'next' of the page before as it is")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
            || byte == 0x5F
    }
}

/// Eight hexadecimal digits that a cursor has of its query: they guard against mistakes, not against anybody.
enum QueryDigits {
    static func of(_ query: String) -> String {
        // FNV-1a, 32 bits of it.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in query.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String((hash >> 32) ^ (hash & 0xFFFF_FFFF), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// What is said of a cursor with the digits of another query.
    static var otherQuery: Problem {
        .parameter("cursor", "it belongs to another query; keep all parameters as they were")
    }
}
