import AdapterKit

/// How much of a file was given: rows go out day by day, and a day's rates in the file's order, so that a file with
/// newer days has the same beginning.
struct ResumeToken {
    /// The day of the last row.
    let day: Int64
    /// Rows of that day.
    let count: Int

    init(day: Int64, count: Int) { (self.day, self.count) = (day, count) }

    /// Nil for no token. Throws `invalidQuery` for one that is none of this adapter.
    init?(_ text: String) throws(AdapterFailure) {
        if text.isEmpty { return nil }
        let parts = text.split(separator: " ")
        guard parts.count == 3, parts[0] == "1", let day = Int64(parts[1]), let count = Int(parts[2]), count > 0 else {
            throw AdapterFailure(
                .invalidQuery, "the resume token '\(text)' is none of this adapter; load the range from its start")
        }
        self.init(day: day, count: count)
    }

    var text: String { "1 \(day) \(count)" }
}
