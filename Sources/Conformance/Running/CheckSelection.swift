extension ConformanceCheck {
    /// The checks that these words name: ids, or families (`rows` for all of `rows-…`), in the order of `all`. None: all.
    ///
    /// - Throws: `WrongUse` for a word that names none, with those that come near.
    public static func chosen(
        by words: [String], among all: [ConformanceCheck] = ConformanceCheck.all
    ) throws(WrongUse) -> [ConformanceCheck] {
        for word in words where !all.contains(where: { $0.isNamed(word) }) {
            throw WrongUse("no check is called \"\(word)\"; \(near(word, among: all))")
        }
        return words.isEmpty ? all : all.filter { check in words.contains { check.isNamed($0) } }
    }

    private func isNamed(_ word: String) -> Bool { id == word || family == word }

    private static func near(_ word: String, among all: [ConformanceCheck]) -> String {
        let close = min(3, max(2, word.utf8.count / 3))
        let near = all.map { check in (check.id, min(distance(word, check.id), distance(word, check.family))) }
            .filter { $0.1 <= close || $0.0.contains(word) }.map(\.0)
        if !near.isEmpty { return "there is \(near.joined(separator: ", "))" }
        let families = all.map(\.family).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return "the families are \(families.joined(separator: ", ")); --list shows every check"
    }

    /// How many letters have to be put in, taken out or changed.
    private static func distance(_ one: String, _ other: String) -> Int {
        var row = Array(0...other.utf8.count)
        for (index, letter) in one.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, match) in other.utf8.enumerated() {
                let changed = diagonal + (letter == match ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.utf8.count]
    }
}
