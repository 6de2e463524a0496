import AdapterKit

/// How far a query has come: what a resume token says.
struct WalkPlace: Equatable {
    /// Where the piece of the range begins that is being asked for.
    var piece: Int64
    /// Path and query of the page that is being read; empty: the piece's first.
    var page = ""
    /// Up to where the source has proved what it has.
    var covered: Int64
    /// The time of the last row, `Int64.min` before the first.
    var last = Int64.min
    /// Rows and rejects of the page that are delivered.
    var rows = 0
    var rejects = 0

    init(start: Int64) {
        piece = start
        covered = start
    }

    /// Where a token says. Throws `invalidQuery` for a token of another adapter or another start.
    init(token: String, start: Int64) throws(AdapterFailure) {
        self.init(start: start)
        if token.isEmpty { return }
        let parts = token.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 7, parts[0] == "1", let piece = Int64(parts[1]), let covered = Int64(parts[2]),
            let last = Int64(parts[3]), let rows = Int(parts[4]), rows >= 0, let rejects = Int(parts[5]), rejects >= 0,
            piece >= start, parts[6].isEmpty || parts[6].hasPrefix("/")
        else {
            throw AdapterFailure(
                .invalidQuery, "the resume token '\(token.prefix(120))' is none of this query's; load it from its start"
            )
        }
        (self.piece, self.covered, self.last) = (piece, covered, last)
        (self.rows, self.rejects) = (rows, rejects)
        page = String(parts[6])
    }

    var token: String { "1 \(piece) \(covered) \(last) \(rows) \(rejects) \(page)" }
}
