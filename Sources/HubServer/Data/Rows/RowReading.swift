import HTTPTypes
import Hummingbird
import MarketData
import NIOCore
import Storage
import Synchronization

/// Answers for candles and trades.
struct RowReading: Sendable {
    let store: any TimeSeriesStore
    let threads: ReadingThreads
    let streams: StreamingReply
    let cache: ResponseCache
    let series: SeriesLookup

    func response(
        _ content: SeriesFilter.Content, to request: Request, _ context: HubRequestContext
    ) async throws -> Response {
        // Read before the rows: what is written between the two makes the answer old, never wrong.
        let mark = try series.mark()
        let key = "\(content.rawValue) \(request.headers[.accept] ?? "") \(request.uri.query ?? "")"
        if let mark, let known = cache.entry(key, mark) { return try await response(known, key, mark, to: request) }
        let query = try RowQuery(request, content)
        let (store, series) = (store, series)
        if query.limit == nil {
            let summary = try await threads.run {
                try SeriesChoice.one(of: series.matching(query.filter, mark), content)
            }
            if query.cursor != nil {
                throw Problem.parameter("cursor", "a stream has no pages; give a limit, too, or leave the cursor away")
            }
            let stream = RowStream(query, of: summary.series, from: store)
            return try streams.response(query.format.contentType, on: context.channel) { try stream.next() }
        }
        let reply = try await threads.run {
            let summary = try SeriesChoice.one(of: series.matching(query.filter, mark), content)
            let page = try RowPage(query, of: summary, from: store)
            var headers = HTTPFields()
            if query.format != .json, let next = page.next { headers[.nextCursor] = next }
            return TaggedReply(page.body, query.format.contentType, headers: headers)
        }
        if let mark { cache.keep(ResponseCache.Entry(reply: reply), key, mark) }
        return reply.response(to: request)
    }

    /// An answer that is known; in gzip from its second time on.
    private func response(
        _ known: ResponseCache.Entry, _ key: String, _ mark: UInt64, to request: Request
    ) async throws -> Response {
        guard Compression.takesGzip(request), known.reply.body.readableBytes >= Compression.leastLength else {
            return known.reply.response(to: request)
        }
        if let gzipped = known.gzipped { return known.reply.response(to: request, gzipped: gzipped) }
        let body = known.reply.body
        let gzipped = try await threads.run {
            // The buffer's bytes, for the duration of the call.
            ByteBuffer(bytes: try unsafe body.withUnsafeReadableBytes { try unsafe Gzip().feed($0, end: true) })
        }
        cache.keep(ResponseCache.Entry(reply: known.reply, gzipped: gzipped), key, mark)
        return known.reply.response(to: request, gzipped: gzipped)
    }
}

extension HTTPField.Name {
    /// Where the next page of CSV or NDJSON begins: their bodies have no place for it.
    static let nextCursor: Self = {
        guard let name = Self("X-Next-Cursor") else { preconditionFailure("letters and hyphens make a name") }
        return name
    }()
}

/// Which series there are, remembered while the store does not change.
final class SeriesLookup: Sendable {
    private let store: any TimeSeriesStore
    private let changes: (any ChangeCounting)?
    private let state = Mutex<(mark: UInt64, found: [SeriesFilter: [SeriesSummary]])>((0, [:]))

    /// Filters remembered at most.
    private static let most = 1024

    init(_ store: any TimeSeriesStore) { (self.store, changes) = (store, store as? any ChangeCounting) }

    /// The store's mark now; nil where it has none. Microseconds.
    func mark() throws(StorageError) -> UInt64? { try changes?.changeMark() }

    /// The series that match. Blocks where they are not known.
    ///
    /// - Parameter mark: read before; nil remembers nothing.
    func matching(_ filter: SeriesFilter, _ mark: UInt64?) throws(StorageError) -> [SeriesSummary] {
        if let mark, let known = state.withLock({ $0.mark == mark ? $0.found[filter] : nil }) { return known }
        let found = try store.series(matching: filter)
        if let mark {
            state.withLock { state in
                if state.mark != mark || state.found.count >= Self.most { state = (mark, [:]) }
                state.found[filter] = found
            }
        }
        return found
    }
}
