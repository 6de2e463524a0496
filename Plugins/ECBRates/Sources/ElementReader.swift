import AdapterKit
import CLibXML2

/// Takes the elements of a document as libxml2's push parser meets them: no tree, no network, no external entity. A
/// document type declaration ends the reading before anything in it is looked at, so that no entity is ever declared.
@safe class ElementReader {
    /// Why reading was stopped, and by whom.
    private var failure: AdapterFailure?
    // Both are set only while `read` runs, in which all use of them is.
    private var parser: xmlParserCtxtPtr?
    private var document = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    /// An element begins; `record` is where its start tag lies in the document.
    func elementBegins(_ element: Element, record: Range<Int>) {}

    /// The element that began last and has not ended ends.
    func elementEnds() {}

    /// Nothing more is read; `read` throws the first failure that it is stopped for.
    final func stop(_ failure: AdapterFailure) {
        if self.failure == nil { self.failure = failure }
        // Called from within a call of the parser, so it lives.
        unsafe xmlStopParser(parser)
    }

    /// Reads a whole document.
    ///
    /// Throws `malformed` when it is not well-formed, and what `stop` was given.
    final func read(_ bytes: Span<UInt8>) throws(AdapterFailure) {
        guard !bytes.isEmpty else {
            throw AdapterFailure(.malformed, "the reply is empty; expected the ECB's file of rates")
        }
        // Any other first byte is another encoding, for which the C library would open files.
        guard [UInt8(ascii: "<"), 0xEF, 0x09, 0x0A, 0x0D, 0x20].contains(bytes[0]) else {
            throw AdapterFailure(
                .malformed, "the reply does not begin like XML in UTF-8; expected the ECB's file of rates")
        }
        Self.initialize
        var handler = unsafe Self.handler()
        // Unretained: the parser is freed before this call returns, in which the caller keeps this.
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        guard let parser = unsafe xmlCreatePushParserCtxt(&handler, context, nil, 0, nil) else {
            throw AdapterFailure(.internal, "libxml2 has no memory for a parser")
        }
        unsafe self.parser = unsafe parser
        defer {
            unsafe self.parser = nil
            unsafe document = UnsafeBufferPointer(start: nil, count: 0)
            unsafe xmlFreeParserCtxt(parser)
        }
        // Whatever encoding it claims, it is read as UTF-8: for others the C library would open files.
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_IGNORE_ENC.rawValue
        unsafe xmlCtxtUseOptions(parser, Int32(options))
        // The bytes lie there during this call.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe document = unsafe bytes
            unsafe push(into: parser)
        }
        if let failure { throw failure }
        guard unsafe parser.pointee.wellFormed != 0 else { throw unsafe notWellFormed(parser) }
    }

    /// In pieces: the parser's look ahead is bounded.
    private func push(into parser: xmlParserCtxtPtr) {
        var position = 0
        repeat {
            let length = unsafe min(1 << 16, document.count - position)
            let isLast = unsafe position + length == document.count
            // In bounds by the two lines above; xmlChar and char are both a byte.
            let status =
                unsafe (document.baseAddress.map { unsafe UnsafeRawPointer($0 + position) })
                .map {
                    unsafe xmlParseChunk(parser, $0.assumingMemoryBound(to: CChar.self), Int32(length), isLast ? 1 : 0)
                }
                ?? xmlParseChunk(parser, nil, 0, 1)
            position += length
            if failure != nil || status != 0 || isLast { return }
        } while true
    }

    private func notWellFormed(_ parser: xmlParserCtxtPtr) -> AdapterFailure {
        // The parser's own record of its last error; the texts are copied.
        var message = "it ends too soon"
        if let text = unsafe parser.pointee.lastError.message {
            message = unsafe String(cString: text)
            while message.utf8.last == UInt8(ascii: "\n") { message.removeLast() }
        }
        let line = unsafe Int64(parser.pointee.lastError.line)
        return AdapterFailure(
            .malformed, "the reply is no well-formed XML (line \(line): \(message)); expected the ECB's file of rates")
    }

    /// Where the tag lies that the parser has just read.
    private func tag() -> Range<Int> {
        // In bounds by the comparisons.
        let position = unsafe min(max(xmlByteConsumed(parser), 0), document.count)
        var start = position
        while start > 0, unsafe start == document.count || document[start] != UInt8(ascii: "<") { start -= 1 }
        var end = position
        while unsafe end < document.count && document[end] != UInt8(ascii: ">") { end += 1 }
        return unsafe start..<max(start, min(end + 1, document.count))
    }

    /// Once in a process, as libxml2 asks of who uses it on many threads.
    private static let initialize: Void = xmlInitParser()

    private static func handler() -> xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = XML_SAX2_MAGIC
        // The context of each is the reader that `read` has passed in; see there.
        unsafe handler.startElementNs = { context, name, _, namespace, _, _, count, _, attributes in
            guard let reader = unsafe ElementReader.reader(context) else { return }
            let element = unsafe Element(
                name: name, namespace: namespace, attributes: attributes, count: Int(count))
            reader.elementBegins(element, record: reader.tag())
        }
        unsafe handler.endElementNs = { context, _, _, _ in unsafe ElementReader.reader(context)?.elementEnds() }
        unsafe handler.internalSubset = { context, _, _, _ in
            unsafe ElementReader.reader(context)?.stop(
                AdapterFailure(
                    .malformed,
                    "the reply has a document type declaration; the ECB's files have none, and none is followed"))
        }
        return unsafe handler
    }

    private static func reader(_ context: UnsafeMutableRawPointer?) -> ElementReader? {
        unsafe context.map { unsafe Unmanaged<ElementReader>.fromOpaque($0).takeUnretainedValue() }
    }
}
