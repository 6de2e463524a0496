/// What matters of a piece of SQL.
enum SQLWord: Hashable {
    /// A word outside of quotes, in lower case.
    case name(String)
    /// A name in double quotes, in lower case.
    case quoted(String)
    case open
    case close
    case semicolon
    /// A literal, a number, an operator.
    case other
}

/// SQL without its comments and literals' contents.
struct SQLWords {
    private(set) var words: [SQLWord] = []

    init(_ text: String) throws(ReadingStatement.Refused) {
        var rest = Array(text.unicodeScalars)[...]
        if rest.contains("\0") { throw ReadingStatement.Refused(message: "there is a zero byte in the query") }
        while let first = rest.first {
            switch first {
            case "-" where rest.dropFirst().first == "-":
                let comment = rest.prefix { $0 != "\n" }
                // Where such a comment ends, readers could differ.
                if comment.dropLast().contains("\r") || comment.last == "\r" && comment.endIndex == rest.endIndex {
                    throw ReadingStatement.Refused(message: "there is a carriage return in a comment of the query")
                }
                rest = rest.dropFirst(comment.count)
            case "/" where rest.dropFirst().first == "*":
                rest = try Self.behindComment(rest)
            case "'":
                _ = try Self.takeQuoted(&rest, "'")
                words.append(.other)
            case "\"":
                words.append(.quoted(try Self.takeQuoted(&rest, "\"").lowercased()))
            case "`":
                // Quotes a name for QuestDB and nothing for others, so nobody can be sure where it ends.
                throw ReadingStatement.Refused(message: "there is a ` in the query; double quotes mark names")
            case "(", ")", ";":
                words.append(first == "(" ? .open : first == ")" ? .close : .semicolon)
                rest.removeFirst()
            case _ where Self.isNamePart(first):
                let name = rest.prefix { Self.isNamePart($0) }
                rest = rest.dropFirst(name.count)
                words.append(.name(String(String.UnicodeScalarView(name)).lowercased()))
            default:
                rest.removeFirst()
                if !first.properties.isWhitespace { words.append(.other) }
            }
        }
    }

    private static func isNamePart(_ scalar: UnicodeScalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// The contents of what is quoted; the quote doubled stands for itself.
    private static func takeQuoted(
        _ rest: inout ArraySlice<UnicodeScalar>, _ quote: UnicodeScalar
    ) throws(ReadingStatement.Refused) -> String {
        var contents = String.UnicodeScalarView()
        rest.removeFirst()
        while let scalar = rest.popFirst() {
            if scalar != quote {
                contents.append(scalar)
            } else if rest.first == quote {
                contents.append(quote)
                rest.removeFirst()
            } else {
                return String(contents)
            }
        }
        throw ReadingStatement.Refused(message: "a \(quote) in the query is not closed")
    }

    /// Where comments can nest and where they cannot, readers differ: such a text is refused.
    private static func behindComment(
        _ text: ArraySlice<UnicodeScalar>
    ) throws(ReadingStatement.Refused) -> ArraySlice<UnicodeScalar> {
        var rest = text.dropFirst(2)
        while let scalar = rest.popFirst() {
            if scalar == "/", rest.first == "*" {
                throw ReadingStatement.Refused(message: "there is a comment within a comment in the query")
            }
            if scalar == "*", rest.first == "/" { return rest.dropFirst() }
        }
        throw ReadingStatement.Refused(message: "a comment in the query is not closed")
    }
}
