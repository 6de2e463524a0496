import Foundation
import MarketData
import Pipeline

/// Real files beside the project; absent on most machines, and then the tests that need them are skipped.
enum Fixtures {
    static let missing: [String] = needed.filter { !FileManager.default.fileExists(atPath: folder + "/" + $0) }
    static let areThere = missing.isEmpty

    private static let needed = [
        "kraken-csv-ohlcvt/2023Q3/ETHUSD_5.csv", "kraken-csv-ohlcvt/ETHUSD_5.csv",
        "kraken-csv-ohlcvt/ETHUSD_240.csv", "kraken-csv-ohlcvt/XBTEUR_15.csv", "kraken-csv-ohlcvt/XBTEUR_60.csv",
        "kraken-csv-ohlcvt/XBTEUR_240.csv", "kraken-csv-trades/BCHEUR.csv",
    ]

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/fixtures").standardizedFileURL.path

    /// Candles of seven columns, read without the hub's own decoder.
    static func candles(_ name: String) throws -> [CandleRow] {
        try lines(name).map { fields in
            guard fields.count == 7, let seconds = Int64(fields[0]), let trades = Int64(fields[6]) else {
                throw BadTestValue()
            }
            let numbers = fields[1...5].compactMap { Double($0) }
            guard numbers.count == 5 else { throw BadTestValue() }
            return CandleRow(time: seconds * 1_000_000_000).with {
                ($0.open, $0.high, $0.low, $0.close) = (numbers[0], numbers[1], numbers[2], numbers[3])
                ($0.volume, $0.trades) = (numbers[4], trades)
            }
        }
    }

    /// Trades of three columns.
    static func trades(_ name: String) throws -> [TradeRow] {
        try lines(name).map { fields in
            guard fields.count == 3, let seconds = Int64(fields[0]), let price = Double(fields[1]),
                let volume = Double(fields[2])
            else { throw BadTestValue() }
            return TradeRow(time: seconds * 1_000_000_000).with {
                ($0.price, $0.volume, $0.side) = (price, volume, TradeSide.none)
            }
        }
    }

    private static func lines(_ name: String) throws -> [[Substring]] {
        try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }
}
