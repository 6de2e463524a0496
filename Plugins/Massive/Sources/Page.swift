import AdapterKit
import AdapterKitJSON

/// What a page was asked for, and when it came.
struct PageContext {
    /// The piece of the range that it is of.
    let piece: Range<Int64>
    /// The time of the last row of the page before.
    let last: Int64
    /// When it came.
    let receivedAt: Int64
    /// When what it tells was so: earlier, where the plan is delayed.
    let asOf: Int64
}

/// A page, decoded.
struct Page<Row: BatchRow> {
    var rows = ReplyRows<Row>()
    /// Where each record lies in the bytes.
    var records: [Range<Int>] = []
    /// The time of its last row; that of the page before, when it has none.
    var last = Int64.min
    /// Up to where it proves that nothing is missing, when other pages follow, and when none does.
    var provedBeforeNext = Int64.min
    var provedAtEnd = Int64.min

    /// The records of `results`, which may be absent. What `read` throws is a reject, what it gives as nil is passed
    /// over.
    init(
        _ root: JSONValue, _ read: (_ record: JSONValue, _ row: Int64) throws(JSONError) -> Row?
    ) throws(AdapterFailure) {
        guard let results = root["results"] else {
            // Absent is empty, unless the reply itself says that there are some.
            if let count = root["resultsCount"]?.wholeNumber, count > 0 {
                throw AdapterFailure(
                    JSONError(.missing, "\(count) results are said to be there, and none are", at: 0), in: "Massive")
            }
            return
        }
        guard results.kind == .array else {
            throw AdapterFailure(results.wrong(name: "results", expected: "an array", .kind), in: "Massive")
        }
        var elements = results.elements
        while let record = elements.next() {
            records.append(record.range)
            let number = Int64(records.count)
            do throws(JSONError) {
                guard record.kind == .object else {
                    throw record.wrong(name: nil, expected: "an object", .kind)
                }
                if let row = try read(record, number) { rows.rows.append(row) }
            } catch {
                rows.rejects.append(Reject(error, row: number, record: record.range))
            }
        }
    }

    /// Refuses the record of a row that was decoded already.
    mutating func reject(_ row: Int64, _ reason: String) {
        rows.rejects.append(Reject(.other, reason, row: row, record: records[Int(row) - 1]))
    }
}

/// One way to ask: what to ask for, and how to read what comes.
protocol PageSource {
    associatedtype Row: BatchRow

    /// What links to next pages begin with.
    var path: String { get }

    /// The next piece of the range that one walk of pages answers, nil behind the last. The same for the same start.
    func piece(from start: Int64) -> Range<Int64>?

    /// The first page of a piece.
    func address(of piece: Range<Int64>) -> HTTPAddress

    /// Nothing of that piece can change any more.
    func isImmutable(_ piece: Range<Int64>) -> Bool

    func read(_ root: JSONValue, _ context: PageContext) throws(AdapterFailure) -> Page<Row>
}
