import AdapterKit
import AdapterKitJSON

/// A query on its way from page to page, whatever its rows are.
protocol Walking {
    mutating func nextRequest() throws(AdapterFailure) -> Request?
    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded
}

/// Asks for piece after piece of the range, in each for page after page.
struct Walk<Source: PageSource>: Walking {
    private let source: Source
    private var place: Place
    private var piece: Range<Int64> = 0..<0
    /// The page that is being delivered, and the link in it.
    private var page: Page<Source.Row>?
    private var next: String?
    /// Pages of this piece: one that is linked to again would never end.
    private var asked: Set<String> = []

    init(_ source: Source, start: Int64, token: String) throws(AdapterFailure) {
        self.source = source
        place = try Place(token: token, start: start)
    }

    mutating func nextRequest() throws(AdapterFailure) -> Request? {
        guard let piece = source.piece(from: place.piece) else { return nil }
        self.piece = piece
        let address = place.page.isEmpty ? source.address(of: piece).text : place.page
        asked.insert(address)
        return Massive.request(address, isImmutable: source.isImmutable(piece))
    }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        guard reply.isLast else { return .needsMore }
        var page = if let page { page } else { try read(bytes, reply) }
        // One owner: else writing would copy all rows.
        self.page = nil
        let isDone = page.rows.write(into: &batch)
        guard isDone else {
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
    ) throws(AdapterFailure) -> Page<Source.Row> {
        let document = try Envelope.open(bytes, reply)
        next = try Envelope.next(document.root, path: source.path)
        if let next, asked.contains(next) {
            throw AdapterFailure(
                .malformed, "Massive's page links to itself or to one before it; expected a next page or none")
        }
        let context = PageContext(
            piece: piece, last: place.last, receivedAt: reply.receivedAt,
            asOf: reply.receivedAt - Envelope.delay(document.root))
        var page = try source.read(document.root, context)
        page.rows.skip(rows: place.rows, rejects: place.rejects)
        return page
    }

    /// To the next page, or behind the piece; what the finished page proves.
    private mutating func advance(behind page: Page<Source.Row>) -> [Assertion] {
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
