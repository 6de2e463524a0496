import CAdapterABI

/// The functions of a session, wherever they run: in this process or in a worker. What comes back is checked by who
/// calls them, the same way for both.
protocol SessionRunner: AnyObject {
    /// The strings of the session.
    var names: InternTable { get }
    /// What the adapter did wrong beside its results; read after each call.
    var brokenPromise: BrokenPromise? { get }

    /// `next_request`; what the request points to is valid until the next call.
    func nextRequest(_ request: inout cw_request, _ failure: inout cw_error) throws(WorkerLoss) -> cw_status

    /// `decode`; what `decoded` and the rejects point to is valid until the next call.
    func decode(
        _ bytes: UnsafeRawBufferPointer, position: Int64, isLast: Bool, reply: ReplyContext, into batch: cw_batch,
        _ decoded: inout cw_decoded, _ failure: inout cw_error
    ) throws(WorkerLoss) -> cw_status

    /// `end`; called once.
    ///
    /// - Parameter failed: the session did not end well.
    func end(failed: Bool)
}

/// A session in this process.
@safe final class LocalSession: SessionRunner {
    private let functions: EntryTable
    private let handle: OpaquePointer
    private let host: HostServices

    /// - Parameter handle: what `begin` gave for these services.
    @unsafe init(_ functions: EntryTable, handle: OpaquePointer, host: HostServices) {
        self.functions = functions
        unsafe self.handle = handle
        self.host = host
    }

    var names: InternTable { host.names }
    var brokenPromise: BrokenPromise? { host.brokenPromise }

    func nextRequest(_ request: inout cw_request, _ failure: inout cw_error) -> cw_status {
        // The structs are the host's and live during the call.
        unsafe functions.nextRequest(handle, &request, &failure)
    }

    func decode(
        _ bytes: UnsafeRawBufferPointer, position: Int64, isLast: Bool, reply: ReplyContext, into batch: cw_batch,
        _ decoded: inout cw_decoded, _ failure: inout cw_error
    ) -> cw_status {
        var batch = unsafe batch
        var input = unsafe reply.input(bytes, position: position, isLast: isLast)
        // The bytes, the reply's texts and the batch are the host's and live during the call.
        return withExtendedLifetime(reply) {
            unsafe functions.decode(handle, &input, &batch, &decoded, &failure)
        }
    }

    func end(failed: Bool) {
        // Called once, says the protocol; the host's services still live.
        unsafe functions.end(handle)
    }
}
