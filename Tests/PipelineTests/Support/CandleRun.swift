import MarketData
import Pipeline

/// What an inspector made of rows, however they were cut into batches.
struct CandleRun: Equatable {
    var kept: [CandleRow] = []
    var count = InspectionCount()
    var rejects: [Reject] = []
    var refused: [Reject.Code: Int] = [:]

    /// Lets an inspector see the rows in batches of the given sizes, the rest in one more.
    init(_ rows: [CandleRow], _ rules: CandleRules, batches sizes: [Int] = [], limit: Int = 1000) {
        var inspector = CandleInspector(rules)
        var log = RejectLog(limit: limit)
        var rest = rows[...]
        for size in sizes + [Int.max] {
            let batch = CandleBatch(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            count += inspector.inspect(batch, rejects: &log) { "text at \($0)" }
            kept += batch.allRows
        }
        precondition(inspector.total == count, "the inspector's own total is another")
        rejects = log.rejects
        refused = log.counts
    }

    var codes: [Reject.Code] { rejects.map(\.code) }
}
