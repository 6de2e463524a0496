import MarketData
import QuestDBClient

/// The limit of a writer by QWP: frames that are all there before the clock starts.
enum FrameRuns {
    /// Sends a table's rows by the client's connection and waits until they can be read. Prints seconds and rows.
    static func send(_ files: CandleFiles, to address: String, table: String) throws {
        let server = try BenchTables(address)
        let sender = try QWPSender.connect(
            to: QWPEndpoint(host: server.endpoint.host, port: Int(server.endpoint.port)))
        defer { sender.close() }
        let candles = try QWPCandles(table: table, series: files.count)
        var rows = 0
        var messages: [QWPMessage] = []
        for batch in try files.batches() {
            rows += batch.count
            messages += try sender.encode(candles.table, rows: batch.count) { block, part throws(QWPError) in
                try candles.write(batch, part, to: &block)
            }
        }
        // Taken from the end: a message that the list keeps would be copied.
        messages.reverse()
        let start = ContinuousClock.now
        var last: UInt64 = 0
        while let message = messages.popLast() { last = try sender.send(message) }
        try sender.wait(for: last)
        try server.awaitVisible()
        print((ContinuousClock.now - start) / .seconds(1), rows)
    }
}
