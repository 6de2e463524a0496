public import AdapterKit

/// One way to ask a source that answers in JSON: what to ask for, and how to read what comes. A `JSONWalk` does the rest:
/// pieces of the range, pages, batches of any size, what is covered, resuming.
public protocol JSONSource {
    /// Its rows.
    associatedtype Row: BatchRow

    /// The source's name, for messages.
    var name: String { get }

    /// Where the range begins, nanoseconds UTC; 0 for what has no time.
    var start: Int64 { get }

    /// The next piece of the range that one request (or one walk of pages) answers, nil behind the last one. The same
    /// for the same start: a session that is resumed asks as the first did. `RangePieces` cuts evenly.
    func piece(from start: Int64) -> Range<Int64>?

    /// The request for a piece; of its further pages only the address differs.
    func request(for piece: Range<Int64>) -> Request

    /// The document of a reply. Throws what the HTTP status means, or an error that came with status 200.
    func open(_ bytes: Span<UInt8>, _ reply: borrowing Reply) throws(AdapterFailure) -> JSONDocument

    /// Path and query of the page behind this one, nil when it is the last. See `HTTPAddress.next`.
    func next(_ root: JSONValue) throws(AdapterFailure) -> String?

    /// By how many nanoseconds what the reply tells is late.
    func delay(_ root: JSONValue) -> Int64

    /// Decodes a page. Throws when nothing of it can be used.
    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Row>
}

extension JSONSource {
    /// For sources without pages.
    public func next(_ root: JSONValue) throws(AdapterFailure) -> String? { nil }

    /// For sources that are up to date.
    public func delay(_ root: JSONValue) -> Int64 { 0 }
}

/// A walk whatever its rows are, so that a session can hold one of several.
public protocol JSONWalking {
    /// As `AdapterSession.nextRequest`.
    mutating func nextRequest() throws(AdapterFailure) -> Request?

    /// As `AdapterSession.decode`.
    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded
}

/// Answers a query from a `JSONSource`: asks for piece after piece of the range, in each for page after page; asserts what
/// finished pages prove; gives a resume token after every batch. A page that links back ends with `malformed`.
///
///     struct ExampleSession: AdapterSession {
///         private var walk: JSONWalk<ExampleCandles>
///
///         init(query: Query, host: Host) throws(AdapterFailure) {
///             walk = try JSONWalk(ExampleCandles(query), token: query.resumeToken)
///         }
///
///         mutating func nextRequest() throws(AdapterFailure) -> Request? { try walk.nextRequest() }
///         …
///     }
public struct JSONWalk<Source: JSONSource>: JSONWalking {
    private let source: Source
    private var place: WalkPlace
    private var piece: Range<Int64> = 0..<0
    /// The page that is being delivered, and the link in it.
    private var page: JSONPage<Source.Row>?
    private var next: String?
    /// Pages of this piece: one that is linked to again would never end.
    private var asked: Set<String> = []

    /// A walk from the start of the range, or from where a token says. Throws `invalidQuery` for a token that is none.
    public init(_ source: Source, token: String) throws(AdapterFailure) {
        self.source = source
        place = try WalkPlace(token: token, start: source.start)
    }

    /// The next page or piece.
    public mutating func nextRequest() throws(AdapterFailure) -> Request? {
        guard let piece = source.piece(from: place.piece) else { return nil }
        self.piece = piece
        var request = source.request(for: piece)
        if !place.page.isEmpty { request.address = place.page }
        asked.insert(request.address)
        return request
    }

    /// Decodes the reply when it is whole.
    public mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        guard reply.isLast else { return .needsMore }
        var page = if let page { page } else { try read(bytes, reply) }
        // One owner: else writing would copy all rows.
        self.page = nil
        guard page.rows.write(into: &batch) else {
            place.rows = page.rows.rowsDone
            place.rejects = page.rows.rejectsDone
            self.page = page
            return Decoded(consumed: 0, isFull: true, resumeToken: place.token)
        }
        let assertions = advance(behind: page)
        return Decoded(consumed: bytes.count, assertions: assertions, resumeToken: place.token)
    }

    private mutating func read(
        _ bytes: Span<UInt8>, _ reply: borrowing Reply
    ) throws(AdapterFailure) -> JSONPage<Source.Row> {
        let document = try source.open(bytes, reply)
        next = try source.next(document.root)
        if let next, asked.contains(next) {
            throw AdapterFailure(
                .malformed,
                "\(source.name)'s page links to itself or to one before it; expected a next page or none")
        }
        let context = JSONPageContext(
            piece: piece, last: place.last, receivedAt: reply.receivedAt,
            asOf: reply.receivedAt - source.delay(document.root))
        var page = try source.read(document.root, context)
        page.rows.skip(rows: place.rows, rejects: place.rejects)
        return page
    }

    /// To the next page, or behind the piece; what the finished page proves.
    private mutating func advance(behind page: JSONPage<Source.Row>) -> [Assertion] {
        let proved = min(next == nil ? page.provedAtEnd : page.provedBeforeNext, piece.upperBound)
        let assertions = proved > place.covered ? [Assertion(.covered, start: place.covered, end: proved)] : []
        place.covered = max(place.covered, proved)
        place.last = max(place.last, page.last)
        (place.rows, place.rejects) = (0, 0)
        place.page = next ?? ""
        if next == nil {
            place.piece = piece.upperBound
            // What is not proved here stays a gap: the next piece proves nothing about it.
            place.covered = piece.upperBound
            asked = []
        }
        return assertions
    }
}
