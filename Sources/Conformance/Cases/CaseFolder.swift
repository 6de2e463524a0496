import AdapterHost
public import Foundation
import MarketData

extension AdapterCase {
    /// Reads a case's folder.
    ///
    /// - Throws: `CaseProblem` with the file and what was expected there.
    public init(contentsOf folder: URL) throws {
        name = folder.lastPathComponent
        let query = try CaseTable(folder.appending(path: "query.toml"))
        adapter = try query.text("adapter")
        now = try query.time("now")
        self.query = try query.sessionQuery()
        exchanges = try Self.exchanges(in: folder.appending(path: "exchanges"))
        expected = CasePlay()
        expected.requests = exchanges.map(\.request)
        try readExpectations(in: folder)
    }

    private static func exchanges(in folder: URL) throws -> [CaseExchange] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".toml") }
        return try names.sorted().enumerated().map { index, name in
            let number = "\(10_001 + index)".dropFirst()
            guard name == "\(number).toml" else {
                throw CaseProblem("\(folder.path): expected \(number).toml and found \(name)")
            }
            return try CaseTable(folder.appending(path: name)).exchange(in: folder)
        }
    }

    private mutating func readExpectations(in folder: URL) throws {
        let columns =
            switch query.kind {
            case .candles: CaseRow.candleColumns
            case .trades: CaseRow.tradeColumns
            case .instruments: CaseRow.instrumentColumns
            }
        let kind = query.kind
        let rows = try CaseCSV(folder.appending(path: "expected.csv"), columns: columns)
        expected.rows = try rows?.lines.map { try CaseRow(line: $0, of: kind) } ?? []
        expected.assertions = try Self.assertions(folder.appending(path: "assertions.csv")) ?? []
        let rejectFile = folder.appending(path: "rejects.csv")
        let rejects = try CaseCSV(rejectFile, columns: ["exchange", "row", "code", "reason"])
        expected.rejects =
            try rejects?.lines.map { line in
                guard let exchange = Int(line[0]), let row = line[1].isEmpty ? -1 : Int64(line[1]) else {
                    throw CaseProblem("\(rejectFile.path): \(line) is no reject")
                }
                return CaseReject(exchange: exchange, row: row, code: line[2], reason: line[3])
            } ?? []
        let errorFile = folder.appending(path: "error.csv")
        guard let error = try CaseCSV(errorFile, columns: ["exchange", "class", "message"]) else {
            guard rows != nil else { throw CaseProblem("\(folder.path): expected expected.csv or error.csv") }
            return
        }
        guard error.lines.count == 1, let exchange = Int(error.lines[0][0]),
            let errorClass = CaseWords.classes.first(where: { $0.0 == error.lines[0][1] })?.1
        else { throw CaseProblem("\(errorFile.path): expected one line exchange,class,message") }
        expected.failure = CaseFailure(
            exchange: exchange, error: AdapterError(errorClass, adapter: adapter, error.lines[0][2]))
    }

    /// The lines of assertions.csv; nil when there is no such file.
    static func assertions(_ file: URL) throws -> [CaseAssertion]? {
        try CaseCSV(file, columns: ["class", "symbol", "start", "end"])?.lines.map { line in
            guard ["covered", "source_limit"].contains(line[0]), let start = Int64(line[2]), let end = Int64(line[3]),
                let range = TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end))
            else { throw CaseProblem("\(file.path): \(line) is no assertion") }
            return CaseAssertion(line[0] == "covered" ? .covered : .sourceLimit, symbol: line[1], range: range)
        }
    }
}
