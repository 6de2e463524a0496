/// Splits a command into its words. No shell: nothing is expanded, and nothing in a setting can start a second program.
enum CommandWords {
    /// Words are separated by blanks; single quotes keep everything, double quotes keep blanks, a backslash (also within
    /// double quotes) keeps the next character. Nil for an open quote, a backslash at the end, or no word at all.
    static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var characters = text.makeIterator()
        while let character = characters.next() {
            switch character {
            case "'" where quote == nil, "\"" where quote == nil:
                quote = character
                word = word ?? ""
            case quote: quote = nil
            case "\\" where quote != "'":
                guard let next = characters.next() else { return nil }
                word = (word ?? "") + String(next)
            case " " where quote == nil, "\t" where quote == nil:
                if let done = word { words.append(done) }
                word = nil
            // A zero would end the word for the system, and what is behind it would be lost.
            case "\0": return nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return quote == nil && words.first?.isEmpty == false ? words : nil
    }
}
