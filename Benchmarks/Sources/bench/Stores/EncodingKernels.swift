import Glibc
import MarketData
import QuestDBClient

/// Encoding batches for QuestDB, in memory, one kernel a line that is read.
struct EncodingKernels {
    private let batches: [CandleBatch]
    private let qwp: QWPCandles
    private let ilp: ILPCandles
    private let rows: Int

    init(_ files: CandleFiles) throws {
        // The last one is not full.
        batches = try files.batches().filter { $0.count == $0.capacity }
        qwp = try QWPCandles(table: "assetprice", series: files.count)
        ilp = try ILPCandles(table: "assetprice", series: files.count)
        rows = batches.reduce(0) { $0 + $1.count }
        if batches.isEmpty { throw Trouble("the files have less than a batch of rows") }
    }

    func serve() throws {
        let encoder = QWPEncoder()
        var message = try encode(batches[0], encoder)
        var lines = ILPBuffer(version: .binary)
        var copy = [UInt64](repeating: 0, count: 8 * BatchSize.rows)
        try KernelTurns.serve { name in
            switch name {
            case "qwp":
                // In memory that is there, as a sender does it.
                for batch in batches {
                    try encoder.encode(qwp.table, rows: batch.count, over: &message) { block throws(QWPError) in
                        try qwp.write(batch, 0..<batch.count, to: &block)
                    }
                }
            case "ilp":
                for batch in batches {
                    try ilp.write(batch, to: &lines)
                    lines.removeAll()
                }
            case "copy": for batch in batches { Self.copy(batch, to: &copy) }
            default: throw Trouble("there is no kernel \(name)")
            }
            return rows
        }
    }

    private func encode(_ batch: CandleBatch, _ encoder: QWPEncoder) throws(QWPError) -> QWPMessage {
        try encoder.encode(qwp.table, rows: batch.count) { block throws(QWPError) in
            try qwp.write(batch, 0..<batch.count, to: &block)
        }
    }

    /// The limit of an encoder: the columns that it reads, copied as they are.
    private static func copy(_ batch: CandleBatch, to target: inout [UInt64]) {
        let rows = batch.count
        unsafe target.withUnsafeMutableBytes { target in
            // Eight bytes a row and column, for a batch's capacity, are there; a column is not longer.
            var out = target.baseAddress!
            for column in [batch.open, batch.high, batch.low, batch.close, batch.volume] {
                unsafe memcpy(out, column.pointer, rows * 8)
                unsafe out += rows * 8
            }
            unsafe memcpy(out, batch.openTime.pointer, rows * 8)
            unsafe memcpy(out + rows * 8, batch.trades.pointer, rows * 8)
            unsafe memcpy(out + 2 * rows * 8, batch.symbol.pointer, rows * 4)
        }
    }
}
