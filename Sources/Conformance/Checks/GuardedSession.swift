import AdapterHost
import CAdapterABI
import MarketData

/// Leads a session through the table itself, with the replies of a play that is known, and looks only at memory.
struct GuardedSession {
    let table: EntryTable
    let steady: SteadyCase
    /// The replies in the order in which they are asked for.
    let replies: [CaseReply]

    /// - Throws: `CaseProblem` for a write outside of a column.
    func play(_ batch: GuardedBatch) throws {
        let host = HostServices { _, _ in }
        let settings = steady.checks.adapter.settings
        let query = ForeignQuery(steady.recorded.query, settings: settings, now: steady.recorded.now)
        var session: OpaquePointer?
        var failure = cw_error()
        failure.size = UInt32(MemoryLayout<cw_error>.size)
        // The query lives during the call, the host's services until the end of this function.
        guard unsafe query.withQuery({ unsafe table.begin(host.pointer, $0, &session, &failure) }) == CW_OK else {
            return
        }
        defer {
            // Begun above, and ended once.
            unsafe table.end(session)
            withExtendedLifetime(host) {}
        }
        for reply in replies {
            var request = unsafe cw_request()
            unsafe request.size = UInt32(MemoryLayout<cw_request>.size)
            // The structs are this function's and live during the call.
            guard unsafe table.nextRequest(session, &request, &failure) == CW_OK, unsafe request.kind != CW_REQUEST_DONE
            else { return }
            guard try unsafe decode(session, reply, batch) else { return }
        }
    }

    /// False when it ended with an error.
    private func decode(_ session: OpaquePointer?, _ reply: CaseReply, _ batch: GuardedBatch) throws -> Bool {
        let context = ReplyContext(
            httpStatus: Int32(reply.status), contentType: reply.contentType, headers: reply.headers,
            receivedAt: reply.receivedAt)
        let length = reply.body.count
        var position = 0
        for end in length > 1 ? [length / 2, length] : [length] {
            let isLast = end == length
            // Also the input ends where nothing can be read any more.
            let input = try GuardedMemory(bytes: end, .end)
            input.fill(with: reply.body)
            while true {
                // In bounds: the adapter has consumed no more than it was shown.
                let shown = unsafe UnsafeRawBufferPointer(start: input.start + position, count: end - position)
                var decoded = unsafe cw_decoded()
                unsafe decoded.size = UInt32(MemoryLayout<cw_decoded>.size)
                var failure = cw_error()
                failure.size = UInt32(MemoryLayout<cw_error>.size)
                var piece = unsafe context.input(shown, position: Int64(position), isLast: isLast)
                let status = unsafe batch.withBatch { batch in
                    unsafe table.decode(session, &piece, batch, &decoded, &failure)
                }
                if let stray = batch.strayWrite { throw CaseProblem("in batches of \(batch.capacity): \(stray)") }
                if status != CW_OK { return false }
                let (rows, rejects, consumed) = unsafe (decoded.rows, decoded.rejects, decoded.consumed)
                guard rows <= batch.capacity, rejects <= batch.rejects, consumed <= end - position else {
                    throw CaseProblem(
                        "it says that it gave \(rows) rows and \(rejects) rejects and consumed \(consumed) bytes, where"
                            + " there was room for \(batch.capacity) and \(batch.rejects), of \(end - position) bytes")
                }
                position += Int(consumed)
                guard unsafe decoded.flags & CW_DECODED_FULL != 0 else { break }
                if rows == 0, rejects == 0, consumed == 0 {
                    throw CaseProblem("in batches of \(batch.capacity) it says FULL and gives and consumes nothing")
                }
            }
        }
        return true
    }
}
