import AdapterKit
import CSimdJSON

/// A whole reply in JSON, read once: its tokens by simdjson, every rule of RFC 8259 checked before a value is looked at.
///
/// A source that answers in JSON can only be read when its reply is whole. So a session waits for the last piece, reads
/// the document, and walks it; nothing is allocated for a value:
///
///     mutating func decode(
///         _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
///     ) throws(AdapterFailure) -> Decoded {
///         guard reply.isLast else { return .needsMore }
///         do throws(JSONError) {
///             let document = try JSONDocument(reading: bytes)
///             var rows = try document.root.array("results").elements
///             while let row = rows.next() {
///                 batch.candles.append(
///                     Candle(
///                         openTime: try row.time("t", in: .milliseconds), open: try row.decimal("o"),
///                         high: try row.decimal("h"), low: try row.decimal("l"), close: try row.decimal("c"),
///                         volume: try row.optionalDecimal("v") ?? .nan))
///             }
///             return Decoded(consumed: bytes.count)
///         } catch {
///             throw AdapterFailure(error)
///         }
///     }
///
/// (A real session also stops at `batch.isFull` and makes a `Reject` of a row that throws: see Plugins/Massive.)
///
/// The document keeps its own copy of the bytes: a session may hold it from one `decode` to the next. Reading costs
/// some 2 ns a byte, and about six bytes of memory a byte until the document goes.
///
/// @unchecked Sendable: nothing changes after `init`.
@safe public final class JSONDocument: @unchecked Sendable {
    // Made by cj_parse, freed in deinit; its pointers are good until then.
    private var document: cj_document

    /// Levels of objects and arrays that a document may have, unless said otherwise.
    public static let usualDepth = 64

    /// Reads a document: one object or one array, and nothing behind it but blanks.
    ///
    /// - Parameters:
    ///   - bytes: all of them; a UTF-8 byte-order mark is passed over.
    ///   - depth: levels of objects and arrays that are allowed.
    /// - Throws: what is wrong, where and what was expected. Also for HTML and plain text (what a proxy or a
    ///   web page answers in the place of a source), for `NaN`, for a name that comes twice in an object, for what is
    ///   cut off, and for what is no UTF-8.
    public init(reading bytes: Span<UInt8>, depth: Int = usualDepth) throws(JSONError) {
        if let problem = JSONError.notJSON(bytes) {
            // Nothing to free.
            unsafe document = cj_document()
            throw problem
        }
        // The buffer lives during the call, which copies it.
        unsafe document = bytes.withUnsafeBufferPointer { buffer in
            unsafe cj_parse(buffer.baseAddress, UInt64(buffer.count), UInt32(clamping: depth))
        }
        if unsafe document.problem != CJ_OK {
            throw unsafe JSONError(document.problem, at: Int(document.position), of: bytes, depth: depth)
        }
    }

    deinit {
        // Made in init, given to nobody.
        unsafe cj_free(&document)
    }

    /// The object or array that the document is.
    public var root: JSONValue {
        @_lifetime(borrow self)
        get {
            // As many of each as the document says; they are neither freed nor written while it lives.
            let nodes = unsafe Span(_unsafeStart: document.nodes, count: Int(document.count))
            let text = unsafe Span(
                _unsafeStart: UnsafeRawPointer(document.text.unsafelyUnwrapped).assumingMemoryBound(to: UInt8.self),
                count: Int(document.total))
            return unsafe _overrideLifetime(JSONValue(nodes: nodes, text: text, index: 0), borrowing: self)
        }
    }
}
