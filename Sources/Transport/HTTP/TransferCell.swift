import Synchronization

/// Where a task's transfer is found by whoever cancels the task, which can be before there is one.
final class TransferCell: Sendable {
    private struct State: Sendable {
        var transfer: Transfer?
        var isCancelled = false
    }

    private let state = Mutex(State())

    func put(_ transfer: Transfer) {
        let isCancelled = state.withLock { state in
            state.transfer = transfer
            return state.isCancelled
        }
        if isCancelled { transfer.cancel() }
    }

    func cancel() {
        let transfer = state.withLock { state in
            state.isCancelled = true
            return state.transfer
        }
        transfer?.cancel()
    }
}
