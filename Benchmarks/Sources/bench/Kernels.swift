import AdapterHost
import Foundation
import Glibc
import MarketData
import Pipeline

/// What is measured inside a process: it holds a file's text and rows in memory and runs one kernel a
/// line that it reads, so that kernels and other programs can take turns.
struct Kernels {
    private let file: SampleFile
    private let text: [UInt8]
    private let batches: [CandleBatch]
    private let batch = CandleBatch()

    /// As many batches as there are in 4 million rows: larger than the processor's caches.
    private static let batchesKept = 64

    init(_ file: SampleFile) throws {
        self.file = file
        text = try file.text()
        batches = try file.batches(of: text, atMost: Self.batchesKept)
    }

    func serve() throws { try KernelTurns.serve(run) }

    private func run(_ name: String) throws -> Int {
        switch name {
        case "decode": try file.decode(text, into: { batch }, each: { _ in true })
        case "newlines": newlines()
        case "inspect": try inspect()
        case "columns": columns()
        default: throw Trouble("there is no kernel \(name)")
        }
    }

    /// The limit of a decoder of lines: finding their ends.
    private func newlines() -> Int {
        unsafe text.withUnsafeBytes { bytes in
            var (count, from) = (0, 0)
            // memchr looks at the rest of the buffer and gives a place in it, or nil.
            while let base = bytes.baseAddress, let end = unsafe memchr(base + from, 10, bytes.count - from) {
                count += 1
                from = unsafe UnsafeRawPointer(end) - base + 1
            }
            return count
        }
    }

    private func inspect() throws -> Int {
        guard let interval = Interval(minutes: 1) else { throw Trouble("a minute is no interval") }
        var inspector = CandleInspector(CandleRules(interval: interval, now: SampleFile.now))
        var rejects = RejectLog(limit: 1)
        for batch in batches { inspector.inspect(batch, rejects: &rejects) { _ in "" } }
        return inspector.total.kept
    }

    /// The limit of an inspection: reading the columns that it looks at.
    private func columns() -> Int {
        var (rows, sum) = (0, UInt64(0))
        for batch in batches {
            rows += batch.count
            sum &+= words(batch.openTime) &+ words(batch.trades)
            for column in [batch.open, batch.high, batch.low, batch.close, batch.volume, batch.vwap] {
                sum &+= words(column)
            }
        }
        // Used, so that the loop is not left out.
        return sum == 0 ? 0 : rows
    }

    private func words<Element>(_ column: Column<Element>) -> UInt64 {
        // Columns of eight bytes a value; only `capacity` of them are read.
        unsafe UnsafeRawBufferPointer(start: column.pointer, count: column.capacity * 8)
            .assumingMemoryBound(to: UInt64.self).reduce(0, &+)
    }
}
