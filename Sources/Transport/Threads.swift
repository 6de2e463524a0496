import Glibc

/// Runs it in a thread of its own, for what blocks: the tasks' threads are few and never may.
func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    // Retained for the thread, which releases it.
    let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    // The thread writes nothing of ours but through the work that it was given.
    let code = unsafe pthread_create(
        &thread, nil,
        { work in
            unsafe Unmanaged<Work>.fromOpaque(work!).takeRetainedValue().body()
            return nil
        }, work)
    guard code == 0 else { fatalError("the system gives no thread: error \(code)") }
    pthread_detach(thread)
}
