import AdapterHost
import Foundation
import Glibc
import MarketData

/// Replies of Massive's in memory, decoded through the ABI when asked.
struct ReplyKernels {
    static let bars = 50_000
    static let tickers = 12_000

    private let adapter: LoadedAdapter
    private let aggregates = ReplyText.aggregates(bars: bars)
    private let grouped = ReplyText.grouped(tickers: tickers)
    private let batch = CandleBatch()
    /// 2024-06-01T00:00:00Z, later than every made-up row.
    private let now = Timestamp(nanoseconds: 1_717_200_000_000_000_000)

    /// - Parameters:
    ///   - adapters: an `adapters.conf`.
    ///   - libraries: the folder of the adapters' libraries.
    init(adapters: String, libraries: String) throws {
        let catalog = AdapterCatalog(try AdapterConfiguration(contentsOf: adapters), libraryFolders: [libraries])
        guard let entry = catalog["massive"] else { throw Trouble("\(adapters) leads to no adapter massive") }
        adapter = try entry.load()
    }

    func serve() throws { try KernelTurns.serve(run) }

    private func run(_ name: String) throws -> Int {
        switch name {
        case "aggregates": try decode(aggregates, aggregatesQuery())
        case "grouped": try decode(grouped, groupedQuery())
        case "aggregates braces": braces(aggregates)
        case "grouped braces": braces(grouped)
        default: throw Trouble("there is no kernel \(name)")
        }
    }

    private func aggregatesQuery() throws -> SessionQuery {
        let first = Timestamp(nanoseconds: Int64(ReplyText.firstMinute) * 1_000_000)
        let end = Timestamp(nanoseconds: first.nanoseconds + Int64(Self.bars) * 60_000_000_000)
        guard let minute = Interval(minutes: 1), let range = TimeRange(first, end) else {
            throw Trouble("a minute is no interval")
        }
        return SessionQuery(.candles(minute), range: range, symbol: "X:BTCUSD", category: .crypto)
    }

    private func groupedQuery() throws -> SessionQuery {
        // 2024-01-03 in New York.
        let start = Timestamp(nanoseconds: 1_704_258_000_000_000_000)
        let end = Timestamp(nanoseconds: start.nanoseconds + 86_400_000_000_000)
        guard let day = Interval(minutes: 1440), let range = TimeRange(start, end) else {
            throw Trouble("a day is no interval")
        }
        return SessionQuery(.candles(day), range: range, category: .stock, allSymbols: true)
    }

    /// A whole session: begin, one request, its reply, end. Gives the rows.
    private func decode(_ text: [UInt8], _ query: SessionQuery) throws -> Int {
        let session = try adapter.begin(query, now: now)
        defer { session.close() }
        let reply = ReplyContext(httpStatus: 200, contentType: "application/json", headers: [], receivedAt: now)
        guard try session.nextRequest() != nil else { throw Trouble("massive asks for nothing") }
        batch.count = 0
        // UInt8 has no padding to leak.
        let bytes = unsafe text.span.bytes
        let decoded = try session.decode(bytes, position: 0, isLast: true, reply: reply, into: batch)
        guard decoded.rejects.isEmpty, !decoded.isFull else { throw Trouble("massive refuses made-up rows") }
        return decoded.rows
    }

    /// What no reader of JSON can do without: looking at every byte, for the ends of the records.
    private func braces(_ text: [UInt8]) -> Int {
        unsafe text.withUnsafeBytes { bytes in
            var (count, from) = (0, 0)
            // memchr looks at the rest of the buffer and gives a place in it, or nil.
            while let base = bytes.baseAddress,
                let end = unsafe memchr(base + from, Int32(UInt8(ascii: "}")), bytes.count - from)
            {
                count += 1
                from = unsafe UnsafeRawPointer(end) - base + 1
            }
            // The last one is the document's.
            return count - 1
        }
    }
}
