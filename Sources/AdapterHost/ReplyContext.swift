package import CAdapterABI
public import MarketData

/// A header of a reply.
public struct ReplyHeader: Hashable, Sendable {
    /// As the server wrote it.
    public var name: String
    /// As the server wrote it.
    public var value: String

    /// A header.
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
}

/// What is known of a reply besides its bytes. Made once a reply and given to each `decode` of it, so
/// that a call through the ABI copies nothing.
///
/// @unchecked Sendable: nothing changes after `init`.
@safe public final class ReplyContext: @unchecked Sendable {
    /// 0 for files and streams.
    public let httpStatus: Int32
    /// When the reply began to arrive; decides what is still forming.
    public let receivedAt: Timestamp

    private let contentType: String
    private let replyHeaders: [ReplyHeader]
    private let texts: TextArena
    private let headers: UnsafeMutableBufferPointer<cw_header>

    /// A reply over HTTP or a stream.
    public init(httpStatus: Int32, contentType: String, headers: [ReplyHeader], receivedAt: Timestamp) {
        self.httpStatus = httpStatus
        self.receivedAt = receivedAt
        self.contentType = contentType
        replyHeaders = headers
        let texts = TextArena(
            [Array(contentType.utf8)] + headers.flatMap { [Array($0.name.utf8), Array($0.value.utf8)] })
        self.texts = texts
        unsafe self.headers = .allocate(capacity: headers.count)
        for index in headers.indices {
            // In bounds: as many as were allocated. The texts live as long as this does.
            unsafe self.headers.initializeElement(
                at: index,
                to: cw_header(name: texts[1 + 2 * index], value: texts[2 + 2 * index], credential: cw_text()))
        }
    }

    /// A file, read at that time.
    public static func file(receivedAt: Timestamp) -> ReplyContext {
        ReplyContext(httpStatus: 0, contentType: "", headers: [], receivedAt: receivedAt)
    }

    // Plain C structs need no deinitialising.
    deinit { unsafe headers.deallocate() }

    /// For a worker, which makes one of its own from it.
    func write(to writer: inout WireWriter) {
        writer.add(Int64(httpStatus))
        writer.add(receivedAt.nanoseconds)
        writer.add(contentType)
        writer.add(replyHeaders.count)
        for header in replyHeaders {
            writer.add(header.name)
            writer.add(header.value)
        }
    }

    /// What `write` wrote.
    package convenience init(_ reader: inout WireReader) throws(WireProblem) {
        let (status, received) = (try reader.number(), try reader.number())
        let contentType = try reader.string()
        var headers: [ReplyHeader] = []
        for _ in 0..<(try reader.count()) {
            headers.append(ReplyHeader(name: try reader.string(), value: try reader.string()))
        }
        self.init(
            httpStatus: Int32(truncatingIfNeeded: status), contentType: contentType, headers: headers,
            receivedAt: Timestamp(nanoseconds: received))
    }

    /// The input of one call; valid while the bytes and this live.
    package func input(_ bytes: UnsafeRawBufferPointer, position: Int64, isLast: Bool) -> cw_input {
        unsafe cw_input(
            size: UInt32(MemoryLayout<cw_input>.size), flags: isLast ? CW_INPUT_LAST : 0,
            bytes: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), length: UInt64(bytes.count),
            position: UInt64(position), received_at: receivedAt.nanoseconds, http_status: httpStatus, reserved: 0,
            content_type: texts[0], headers: UnsafePointer(headers.baseAddress), header_count: UInt64(headers.count))
    }
}
