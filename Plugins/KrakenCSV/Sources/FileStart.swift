import AdapterKit

/// What the first lines of a file tell: how its lines are laid out, and where they begin.
struct FileStart {
    let layout: Layout
    /// Bytes before the first line of data: a byte-order mark, blank lines, a header.
    let length: Int
    /// Lines in them.
    let lines: Int64

    /// So many lines of data may be wrong before the file is: one bad line must not lose a file.
    static let patience = 64
    /// A file without a line feed in its first so many bytes is no CSV file.
    static let longestLine = 1 << 20

    /// Nil when more bytes are needed. Throws `malformed` when none of the first lines of data fits a layout.
    ///
    /// The judgement depends on the first lines alone, never on how many bytes happen to be there.
    init?(_ bytes: Span<UInt8>, isLast: Bool, kind: Kind) throws(AdapterFailure) {
        guard isLast || bytes.count >= TextStart.enough else { return nil }
        let mark = try TextStart.skip(bytes)
        let lines = CSVLine.lines(bytes, from: mark, isLast: isLast, limit: FileStart.patience + 1)
        if lines.isEmpty, !isLast, bytes.count >= FileStart.longestLine {
            throw AdapterFailure(
                .malformed, "the first line has no end within 1 MiB: not a CSV file", row: 1, position: 0)
        }
        let isComplete = isLast || lines.count > FileStart.patience
        guard let first = lines.firstIndex(where: { !$0.isBlank(bytes) }) else {
            guard isComplete else { return nil }
            // Nothing but blank lines: no rows, and no harm in any layout.
            self.init(kind == .candles ? .candles(columns: 6) : .trades(TradeLines.plain), mark, 0)
            return
        }
        var columns = TradeLines.plain
        var firstData = first
        if lines[first].looksLikeHeader(bytes) {
            let header = Header(lines[first].names(bytes))
            if kind == .trades {
                columns = try header.tradeColumns(row: Int64(first + 1), position: Int64(lines[first].range.lowerBound))
                firstData += 1
            } else if try header.isOfCandles(row: Int64(first + 1), position: Int64(lines[first].range.lowerBound)) {
                firstData += 1
            }
        }
        let length = firstData == first ? mark : FileStart.end(of: lines[first], bytes)
        let before = firstData == first ? 0 : Int64(firstData)

        var problem: (reason: String, line: Int)?
        for index in lines.indices.dropFirst(firstData).prefix(FileStart.patience) where !lines[index].isBlank(bytes) {
            let isCutOff = lines[index].range.upperBound == bytes.count
            switch kind == .candles
                ? FileStart.candles(bytes, lines[index], isCutOff)
                : FileStart.trades(bytes, lines[index], columns, isCutOff)
            {
            case .success(let layout):
                self.init(layout, length, before)
                return
            case .failure(let misfit):
                problem = problem ?? (misfit.reason, index)
            }
        }
        guard isComplete else { return nil }
        guard let problem else {
            // A header and nothing else.
            self.init(kind == .candles ? .candles(columns: 6) : .trades(columns), length, before)
            return
        }
        throw AdapterFailure(
            .malformed,
            "line \(problem.line + 1): \(problem.reason) (and no other of the first lines fits)",
            row: Int64(problem.line + 1), position: Int64(lines[problem.line].range.lowerBound))
    }

    private init(_ layout: Layout, _ length: Int, _ lines: Int64) {
        self.layout = layout
        self.length = length
        self.lines = lines
    }

    private struct Misfit: Error { let reason: String }

    /// A line of candles fits with its columns and its time; what is wrong with a price is the line's own affair.
    private static func candles(_ bytes: Span<UInt8>, _ line: CSVLine, _ isCutOff: Bool) -> Result<Layout, Misfit> {
        switch CandleLine(bytes, line, columns: 6, isCutOff: isCutOff) {
        case .good, .bad(.number, _): .success(.candles(columns: line.fields.count))
        case .bad(_, let reason): .failure(Misfit(reason: reason))
        }
    }

    private static func trades(
        _ bytes: Span<UInt8>, _ line: CSVLine, _ columns: [TradeColumn], _ isCutOff: Bool
    ) -> Result<Layout, Misfit> {
        switch TradeLine(bytes, line, columns: columns, isCutOff: isCutOff) {
        case .good, .bad(.number, _), .bad(.text, _): .success(.trades(columns))
        case .bad(_, let reason): .failure(Misfit(reason: reason))
        }
    }

    /// Behind a line and its end.
    private static func end(of line: CSVLine, _ bytes: Span<UInt8>) -> Int {
        var index = line.range.upperBound
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        return min(index + 1, bytes.count)
    }
}
