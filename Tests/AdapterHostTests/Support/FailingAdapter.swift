import AdapterHost
import Foundation
import MarketData

/// `Adapters/failing.c`, in workers.
struct FailingAdapter {
    let folder: AdapterFolder
    let adapter: LoadedAdapter

    init(
        _ limits: WorkerLimits = WorkerLimits(callSeconds: 20), quarantine: Quarantine? = nil, flags: [String] = []
    ) throws {
        let library = try CCompiler.library(CCompiler.sources.appending(path: "failing.c"), flags: flags)
        folder = try AdapterFolder(library: library, ManifestText.small(), limits: limits, quarantine: quarantine)
        adapter = try folder.entry.load(run: .worker)
    }

    /// What a session gives: asked for a file, decoded whole.
    func run(_ what: String, _ text: String = "abc", file: String = "a.csv") throws(AdapterError) -> [Double] {
        try Self.run(adapter, what, text, file: file)
    }

    /// The same of any adapter.
    static func run(
        _ adapter: LoadedAdapter, _ what: String, _ text: String, file: String = "a.csv"
    ) throws(AdapterError) -> [Double] {
        let query = SessionQuery(.candles(FullAdapter.minute), symbol: what, fileName: file)
        let session = try adapter.begin(query, now: FullAdapter.now)
        defer { session.close() }
        guard try session.nextRequest() != nil else { return [] }
        let batch = CandleBatch(capacity: 16)
        var values: [Double] = []
        let bytes = Array(text.utf8)
        var start = 0
        while true {
            batch.count = 0
            // Bytes of UInt8 have no padding that could be undefined.
            let rest = unsafe bytes.span.bytes.extracting(start..<bytes.count)
            let decoded = try session.decode(
                rest, position: Int64(start), isLast: true, reply: FullAdapter.reply, into: batch)
            for row in 0..<batch.count { values.append(batch.open[row]) }
            start += decoded.consumed
            if !decoded.isFull { return values }
        }
    }
}
