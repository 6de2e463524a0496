import CAdapterABI

/// What the host says about the bytes that a session is to decode. It cannot be kept beyond the call.
@safe public struct Reply: ~Copyable {
    // Valid during `decode`; the struct is not copyable and ends with that call.
    private let input: UnsafePointer<cw_input>

    package init(_ input: UnsafePointer<cw_input>) { unsafe self.input = unsafe input }

    /// No byte of this reply follows those that are shown now.
    public var isLast: Bool { unsafe input.pointee.flags & CW_INPUT_LAST != 0 }

    /// Where the first byte that is shown lies in the whole reply.
    public var position: Int64 { unsafe Int64(clamping: input.pointee.position) }

    /// When the reply began to arrive, nanoseconds UTC: it decides which candle is still forming.
    public var receivedAt: Int64 { unsafe input.pointee.received_at }

    /// 0 for files and streams.
    public var httpStatus: Int { unsafe Int(input.pointee.http_status) }

    /// What the reply says it is. Makes a string at every call.
    public var contentType: String { unsafe String(input.pointee.content_type) }

    /// The first header of that name, in whatever case it was written. Makes strings at every call.
    public func header(_ name: String) -> String? {
        guard let headers = unsafe input.pointee.headers else { return nil }
        // The ABI: `header_count` of them.
        for index in 0..<(unsafe Int(input.pointee.header_count))
        where unsafe String(headers[index].name).lowercased() == name.lowercased() {
            return unsafe String(headers[index].value)
        }
        return nil
    }
}
