import CLibCurl
import Synchronization

/// libcurl's multi handle and the thread that runs it: all transfers of a client share connections here.
///
/// The handle and the running transfers belong to the thread; others only put transfers into the inbox and wake it.
/// That is why it may be sent.
@safe final class CurlLoop: @unchecked Sendable {
    private let multi: OpaquePointer
    private let inbox = Mutex(Inbox())
    private var running: [OpaquePointer: Transfer] = unsafe [:]

    private struct Inbox: Sendable {
        var transfers: [Transfer] = []
        var isOver = false
    }

    init() {
        Self.prepare
        // Fails only when memory is out, and then nothing else works either.
        guard let multi = unsafe curl_multi_init() else { fatalError("libcurl gives no handle: out of memory") }
        unsafe self.multi = OpaquePointer(multi)
        // Connections kept open for the next request.
        _ = unsafe clibcurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 32)
    }

    deinit {
        // Made in init; the thread, which holds self, has ended.
        _ = unsafe curl_multi_cleanup(raw)
    }

    /// libcurl's own global state, set up once and safe from any thread that way.
    private static let prepare: Void = {
        _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    }()

    /// The C side's pointer: valid while self lives.
    private var raw: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(multi) }

    /// Takes a transfer on its way.
    func submit(_ transfer: Transfer) {
        let isOver = inbox.withLock { inbox in
            if !inbox.isOver { inbox.transfers.append(transfer) }
            return inbox.isOver
        }
        if isOver { transfer.endCancelled() } else { wake() }
    }

    /// Ends the thread, and with it all transfers.
    func stop() {
        inbox.withLock { $0.isOver = true }
        wake()
    }

    /// Makes the thread look at its transfers: at new ones and at those that were cancelled.
    func wake() {
        // The one call on a multi handle that any thread may make.
        _ = unsafe curl_multi_wakeup(raw)
    }

    func run() {
        clibcurl_block_signals()
        while takeInbox() {
            endCancelled()
            var count: Int32 = 0
            // Writes the number of running transfers, which the dictionary has too.
            _ = unsafe curl_multi_perform(raw, &count)
            endDone()
            // Returns at once for a wake-up that came in between. No descriptors of our own.
            _ = unsafe curl_multi_poll(raw, nil, 0, 60_000, nil)
        }
        for unsafe(handle, transfer) in unsafe running {
            // Added in `takeInbox`, and still in it.
            _ = unsafe curl_multi_remove_handle(raw, UnsafeMutableRawPointer(handle))
            transfer.endCancelled()
        }
        unsafe running = [:]
    }

    /// False when it is over.
    private func takeInbox() -> Bool {
        let (new, isOver) = inbox.withLock { inbox in
            defer { inbox.transfers = [] }
            return (inbox.transfers, inbox.isOver)
        }
        for transfer in new {
            if isOver || transfer.wasCancelled {
                transfer.endCancelled()
                continue
            }
            let handle = unsafe transfer.start()
            // The dictionary keeps the transfer, and with it the handle, until it is removed.
            unsafe running[handle] = transfer
            let code = unsafe curl_multi_add_handle(raw, UnsafeMutableRawPointer(handle))
            if code != CURLM_OK {
                unsafe running[handle] = nil
                transfer.end(CURLE_FAILED_INIT)
            }
        }
        return !isOver
    }

    private func endCancelled() {
        for unsafe(handle, transfer) in unsafe running where transfer.wasCancelled {
            // Added in `takeInbox`, and still in it. Closes its connection.
            _ = unsafe curl_multi_remove_handle(raw, UnsafeMutableRawPointer(handle))
            unsafe running[handle] = nil
            transfer.endCancelled()
        }
    }

    private func endDone() {
        var code = CURLE_OK
        // A handle that was added in `takeInbox`; its connection goes back into the store.
        while let done = unsafe clibcurl_multi_next_done(raw, &code) {
            _ = unsafe curl_multi_remove_handle(raw, done)
            unsafe running.removeValue(forKey: OpaquePointer(done))?.end(code)
        }
    }
}
