import Foundation
import SampleData

/// One file of minute candles, as long as is wanted, written piece by piece.
struct LargeFile {
    let rows: Int

    func write(to path: String) throws {
        try Data().write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        defer { file.closeFile() }
        // Back from 2025-01-01, so that any length lies in the past.
        let start = 1_735_689_600 - Int64(rows) * 60
        let walk = SampleWalk(
            seed: 42, start: max(1_230_940_800, start), interval: 60, count: rows, price: 2_900_050, decimals: 2)
        var text = KrakenText()
        for candle in walk {
            text.add(candle, decimals: walk.decimals)
            if text.bytes.count > 1 << 20 {
                try file.write(contentsOf: Data(text.bytes))
                text.clear()
            }
        }
        try file.write(contentsOf: Data(text.bytes))
        print(path)
    }
}
