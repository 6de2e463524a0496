import AdapterHost
import Foundation
import MarketData

/// A made-up Kraken file, and the hub's own way from its text to rows.
struct SampleFile {
    let path: String
    private let adapter: LoadedAdapter

    /// Later than every made-up row.
    static let now = Timestamp(nanoseconds: Int64(Date.now.timeIntervalSince1970) * 1_000_000_000)

    /// - Parameters:
    ///   - adapters: an `adapters.conf`.
    ///   - libraries: the folder of the adapters' libraries.
    init(path: String, adapters: String, libraries: String) throws {
        let catalog = AdapterCatalog(try AdapterConfiguration(contentsOf: adapters), libraryFolders: [libraries])
        guard let entry = catalog["kraken-csv"] else { throw Trouble("\(adapters) leads to no adapter kraken-csv") }
        self.path = path
        adapter = try entry.load()
    }

    func text() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    /// Decodes text that is all there, batch by batch, until `each` says that it is enough. Gives the rows.
    func decode(_ text: [UInt8], into batch: () -> CandleBatch, each: (CandleBatch) -> Bool) throws -> Int {
        let name = URL(filePath: path).lastPathComponent
        let session = try adapter.begin(
            SessionQuery(file: try adapter.identify(path: name), named: name), now: Self.now)
        defer { session.close() }
        let reply = ReplyContext.file(receivedAt: Self.now)
        var (rows, position) = (0, 0)
        guard try session.nextRequest() != nil else { return 0 }
        while true {
            let batch = batch()
            batch.count = 0
            // UInt8 has no padding to leak.
            let rest = unsafe text.span.bytes.extracting(position...)
            let decoded = try session.decode(rest, position: Int64(position), isLast: true, reply: reply, into: batch)
            guard decoded.rejects.isEmpty else { throw Trouble("\(path): \(decoded.rejects[0].reason)") }
            rows += decoded.rows
            position += decoded.consumed
            if !each(batch) || !decoded.isFull { return rows }
        }
    }

    /// The rows as columns.
    func batches(of text: [UInt8], atMost limit: Int = .max) throws -> [CandleBatch] {
        var batches: [CandleBatch] = []
        _ = try decode(text, into: { CandleBatch() }) { batch in
            batches.append(batch)
            return batches.count < limit
        }
        return batches
    }
}
