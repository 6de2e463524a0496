import AdapterHost
public import Foundation
import MarketData

extension FileCase {
    private static let names = ["input", "expected.csv", "rejects.csv", "assertions.csv", "error.csv"]
    private static let candles = [
        "row", "position", "time", "open", "high", "low", "close", "volume", "trades",
    ]
    private static let trades = ["row", "position", "time", "price", "volume", "side", "trade_id"]

    /// Whether a case's folder is one of a file.
    static func isOne(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "input").path)
    }

    /// Reads a case's folder.
    ///
    /// - Throws: `CaseProblem` with the file and what was expected there.
    public init(contentsOf folder: URL) throws {
        // A slip of the pen would else pass for something that is absent.
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        if let other = found.first(where: { !Self.names.contains($0) }) {
            throw CaseProblem("\(folder.path): \(other): expected one of \(Self.names)")
        }
        let input = folder.appending(path: "input")
        let files = try FileManager.default.contentsOfDirectory(atPath: input.path)
        guard files.count == 1 else { throw CaseProblem("\(input.path): \(files.count) files; expected one") }
        let bytes = Array(try Data(contentsOf: input.appending(path: files[0])))
        var play = CasePlay()
        let hasRows = try play.readRows(folder.appending(path: "expected.csv"), Self.candles, Self.trades)
        let hasError = try play.readError(folder.appending(path: "error.csv"), adapter: "")
        guard hasRows != hasError else {
            throw CaseProblem("\(folder.path): expected either expected.csv or error.csv")
        }
        try play.readRejects(folder.appending(path: "rejects.csv"))
        let assertions = try AdapterCase.assertions(folder.appending(path: "assertions.csv"))
        play.assertions = assertions ?? []
        self.init(
            name: folder.lastPathComponent, fileName: files[0], bytes: bytes, expected: play,
            hasAssertions: assertions != nil)
    }
}

extension CasePlay {
    fileprivate mutating func readRows(_ file: URL, _ candles: [String], _ trades: [String]) throws -> Bool {
        guard FileManager.default.fileExists(atPath: file.path) else { return false }
        let header = try String(contentsOf: file, encoding: .utf8).prefix { $0 != "\n" }
        let isOfCandles = header == candles.joined(separator: ",")
        let csv = try CaseCSV(file, columns: isOfCandles ? candles : trades)
        for line in csv?.lines ?? [] {
            guard let row = Int64(line[0]), let position = Int64(line[1]) else {
                throw CaseProblem("\(file.path): \(line): expected a row and a position")
            }
            places.append(CasePlace(exchange: 1, row: row, position: position))
            // The columns of a case over HTTP; a file names no average price and no symbol.
            let fields =
                isOfCandles
                ? Array(line[2..<8]) + ["", line[8], "final", ""] : Array(line[2..<7]) + [""]
            rows.append(
                try CaseRow(line: fields, of: isOfCandles ? .candles(Interval.usual[0]) : .trades))
        }
        return true
    }

    fileprivate mutating func readRejects(_ file: URL) throws {
        let csv = try CaseCSV(file, columns: ["row", "position", "code", "reason"], lastIsRest: true)
        for line in csv?.lines ?? [] {
            guard let row = Int64(line[0]), let position = Int64(line[1]) else {
                throw CaseProblem("\(file.path): \(line): expected a row and a position")
            }
            rejects.append(CaseReject(exchange: 1, row: row, code: line[2], reason: line[3]))
            rejectPositions.append(position)
        }
    }

    fileprivate mutating func readError(_ file: URL, adapter: String) throws -> Bool {
        guard let csv = try CaseCSV(file, columns: ["class", "row", "message"], lastIsRest: true) else { return false }
        guard csv.lines.count == 1, let line = csv.lines.first, let row = Int64(line[1]),
            let errorClass = CaseWords.classes.first(where: { $0.0 == line[0] })?.1
        else { throw CaseProblem("\(file.path): expected one line class,row,message") }
        failure = CaseFailure(exchange: 1, error: AdapterError(errorClass, adapter: adapter, line[2], row: row))
        return true
    }
}
