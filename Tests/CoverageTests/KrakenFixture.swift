import Coverage
import Foundation
import MarketData
import Testing

/// A real file of Kraken's, read in place.
struct KrakenFixture: CustomTestStringConvertible, Sendable {
    /// Its path in the folder of fixtures.
    let path: String
    /// Minutes of its candles.
    let minutes: Int

    init(_ path: String, _ minutes: Int) { (self.path, self.minutes) = (path, minutes) }

    var testDescription: String { path }

    /// Real files of Kraken's, which are not part of the project.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/fixtures/kraken-csv-ohlcvt")
    static let exist = FileManager.default.fileExists(atPath: folder.path)
    static let absence: Comment = "the real files are not on this machine (../shared/fixtures)"

    /// Open times and trade counts, read with nothing of the project's.
    func rows() throws -> EvidenceWindow.Rows {
        let text = try String(contentsOf: Self.folder.appending(path: path), encoding: .utf8)
        var rows = EvidenceWindow.Rows(times: [])
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ",")
            rows.times.append(try #require(Int64(fields[0])) * 1_000_000_000)
            rows.trades.append(try #require(Int64(fields[6])))
        }
        return rows
    }

    /// The file alone, from its first row to its last.
    func window(witnesses: [KrakenFixture] = []) throws -> EvidenceWindow {
        let interval = try #require(Interval(minutes: minutes))
        let rows = try rows()
        let (first, last) = (try #require(rows.times.first), try #require(rows.times.last))
        let range = try #require(
            TimeRange(Timestamp(nanoseconds: first), Timestamp(nanoseconds: last + interval.nanoseconds)))
        return EvidenceWindow(
            interval, rows: rows, judged: RangeSet([range]),
            witnesses: try witnesses.map { .init(Interval(minutes: $0.minutes), try $0.rows()) })
    }
}
