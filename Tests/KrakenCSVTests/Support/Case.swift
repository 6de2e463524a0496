import Foundation
import MarketData
import Testing

import AdapterHost

/// One folder of `Plugins/KrakenCSV/Cases`, as its README says.
struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let fileName: String
    let bytes: [UInt8]
    let expected: String?
    let rejects: [String]
    let error: String?

    var testDescription: String { name }

    /// All of them; none is missing a file, or this fails.
    static let all: [Case] = {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: Kraken.cases.path).sorted().map(Case.init)
        } catch {
            fatalError("the cases cannot be read: \(error)")
        }
    }()

    init(_ name: String) throws {
        self.name = name
        let folder = Kraken.cases.appending(path: name)
        let input = folder.appending(path: "input")
        let files = try FileManager.default.contentsOfDirectory(atPath: input.path)
        fileName = try #require(files.count == 1 ? files[0] : nil, "\(name): one file in input/")
        bytes = Array(try Data(contentsOf: input.appending(path: fileName)))
        func text(_ file: String) throws -> String? {
            let path = folder.appending(path: file)
            guard FileManager.default.fileExists(atPath: path.path) else { return nil }
            return try String(contentsOf: path, encoding: .utf8)
        }
        expected = try text("expected.csv")
        rejects = try text("rejects.csv")?.split(separator: "\n").dropFirst().map(String.init) ?? []
        error = try text("error.csv")?.split(separator: "\n").dropFirst().first.map(String.init)
        try #require((expected == nil) != (error == nil), "\(name): either expected.csv or error.csv")
    }

    /// The rows of expected.csv, read by the standard library.
    func expectedRows() throws -> [Row] {
        let lines = try #require(expected).split(separator: "\n").dropFirst()
        let isOfCandles = fileName.contains("_")
        return try lines.map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let numbers = try fields[3..<(isOfCandles ? 8 : 5)].map { try #require(Double($0)) }
            let side: Int8 =
                switch isOfCandles ? "" : fields[5] {
                case "buy": TradeSide.buy
                case "sell": TradeSide.sell
                default: TradeSide.none
                }
            return Row(
                row: try #require(Int64(fields[0])), position: try #require(Int64(fields[1])),
                time: try #require(Int64(fields[2])), numbers: numbers,
                count: try #require(fields.last.map { $0.isEmpty ? -1 : Int64($0) ?? -2 }),
                mark: isOfCandles ? Int(CandleFlags.final) : Int(side))
        }
    }
}
