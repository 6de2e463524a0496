import AdapterKit

/// How far an earlier session had come: a letter for the kind, and numbers.
struct ResumeToken {
    let kind: String
    let numbers: [Int64]

    init(kind: String, _ numbers: [Int64]) { (self.kind, self.numbers) = (kind, numbers) }

    /// Nil for no token. There are at least `count` numbers, the second and third of which count rows and rejects that
    /// are done. Throws `invalidQuery` for one that is none of this adapter and kind.
    init?(_ text: String, kind: String, atLeast count: Int) throws(AdapterFailure) {
        if text.isEmpty { return nil }
        let parts = text.split(separator: " ")
        let numbers = parts.dropFirst(2).compactMap { Int64($0) }
        guard numbers.count >= count, parts.count == numbers.count + 2, parts[0] == "1", parts[1] == kind,
            numbers[1] >= 0, numbers[2] >= 0
        else {
            throw AdapterFailure(
                .invalidQuery,
                "the resume token '\(text.prefix(100))' is none of this adapter; load the range from its start")
        }
        self.init(kind: kind, numbers)
    }

    var text: String { "1 \(kind) " + numbers.map { String($0) }.joined(separator: " ") }
}
