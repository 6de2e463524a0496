import CLibPQ
import Foundation

extension ServerConnection {
    /// Milliseconds between looks at whether the task was cancelled.
    private static let look: CInt = 50

    /// Runs one statement and gives its rows as text; stops the server when the task is cancelled.
    func runUnlessCancelled(_ sql: String) throws(ServerFailure) -> StatementResult {
        guard unsafe PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 0) == 1 else { throw unsafe failure(nil) }
        var isTold = false
        while unsafe PQisBusy(handle) != 0 {
            var socket = pollfd(fd: unsafe PQsocket(handle), events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&socket, 1, Self.look)
            if ready > 0, unsafe PQconsumeInput(handle) != 1 { throw unsafe failure(nil) }
            if Task.isCancelled, !isTold {
                isTold = true
                stop()
            }
        }
        var last: OpaquePointer?
        while let result = unsafe PQgetResult(handle) {
            unsafe PQclear(last)
            unsafe last = result
            if !seemsAlive { break }
        }
        guard let last = unsafe last, unsafe [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(last)) else {
            defer { unsafe PQclear(last) }
            throw unsafe failure(last)
        }
        return unsafe StatementResult(owning: last)
    }

    /// Asks the server to end the statement that runs.
    private func stop() {
        guard let cancel = unsafe PQgetCancel(handle) else { return }
        defer { unsafe PQfreeCancel(cancel) }
        var message = [CChar](repeating: 0, count: 256)
        // Where it fails the statement goes on, until its time is over.
        _ = unsafe PQcancel(cancel, &message, CInt(message.count))
    }
}
