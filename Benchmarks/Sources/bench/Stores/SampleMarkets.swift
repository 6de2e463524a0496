import Foundation
import SampleData

/// Kraken files of twenty markets over the same minutes: the same every time.
struct SampleMarkets {
    static let codes = [
        "XBT", "ETH", "SOL", "ADA", "XRP", "DOT", "LINK", "LTC", "BCH", "UNI", "AAVE", "XLM", "ATOM", "FIL", "ETC",
        "TRX",
        "XTZ", "ALGO", "SAND", "MANA",
    ]

    /// Rows of all files.
    let rows: Int
    let folder: String
    let files: [String]

    /// Writes the files, `rows` in all, from 2024-01-01 on.
    init(_ place: Workplace, rows: Int) throws {
        let each = rows / Self.codes.count
        self.rows = each * Self.codes.count
        let folder = place.path("markets-\(rows)")
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        files = try Self.codes.enumerated().map { index, code in
            let walk = SampleWalk(
                seed: UInt64(index + 1), start: 1_704_067_200, interval: 60, count: each,
                price: 4_200_000 / Int64(index + 1), decimals: 2)
            var text = KrakenText()
            for candle in walk { text.add(candle, decimals: walk.decimals) }
            let path = "\(folder)/\(code)USD_1.csv"
            try Data(text.bytes).write(to: URL(filePath: path))
            return path
        }
    }
}
