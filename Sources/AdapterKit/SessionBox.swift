import CAdapterABI

/// A session behind one class, with the memory of what it last handed to the host.
package class SessionBox {
    let arena = TextArena()
    let spare = SpareColumn()

    func nextRequest() throws(AdapterFailure) -> Request? { nil }

    func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ reply: borrowing Reply, _ batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded { .needsMore }

    package final func nextRequest(_ request: UnsafeMutablePointer<cw_request>?) throws(AdapterFailure) {
        arena.reset()
        guard let request = unsafe request, unsafe request.pointee.size >= UInt32.size(of: cw_request.self) else {
            throw .smallStruct("cw_request")
        }
        guard let next = try nextRequest() else {
            unsafe request.pointee.kind = CW_REQUEST_DONE
            return
        }
        // Its size was checked above.
        unsafe next.write(to: request, arena: arena)
    }

    package final func decode(
        _ input: UnsafePointer<cw_input>?, _ batch: UnsafePointer<cw_batch>?,
        _ decoded: UnsafeMutablePointer<cw_decoded>?
    ) throws(AdapterFailure) {
        arena.reset()
        guard let input = unsafe input, unsafe input.pointee.size >= UInt32.size(of: cw_input.self) else {
            throw .smallStruct("cw_input")
        }
        guard let decoded = unsafe decoded, unsafe decoded.pointee.size >= UInt32.size(of: cw_decoded.self) else {
            throw .smallStruct("cw_decoded")
        }
        guard let batch = unsafe batch else { throw .smallStruct("cw_batch") }
        guard let length = unsafe Int(exactly: input.pointee.length), unsafe length == 0 || input.pointee.bytes != nil
        else { throw AdapterFailure(.internal, "the host's cw_input has a length and no bytes") }
        // The ABI: `length` bytes lie there during this call.
        let bytes = unsafe UnsafeBufferPointer(start: input.pointee.bytes, count: length)
        let reply = unsafe Reply(input)
        let columns = unsafe try BatchColumns(batch.pointee)
        var writer = unsafe BatchWriter(
            columns, bytes: bytes, position: reply.position, arena: arena, spare: spare)
        let result = unsafe try decode(bytes, reply, &writer)
        guard (0...length).contains(result.consumed) else {
            throw AdapterFailure(.internal, "the adapter consumed \(result.consumed) of \(length) bytes")
        }
        unsafe result.write(to: decoded, rows: writer.count, rejects: writer.rejects.count, arena: arena)
    }
}

/// The box of one session type.
package final class TypedSessionBox<Session: AdapterSession>: SessionBox {
    private var session: Session

    package init(_ session: Session) { self.session = session }

    override func nextRequest() throws(AdapterFailure) -> Request? { try session.nextRequest() }

    override func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ reply: borrowing Reply, _ batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        // One exclusivity check for the call, none a row: the session is inout from here on.
        unsafe try session.decode(bytes.span, of: reply, into: &batch)
    }
}
