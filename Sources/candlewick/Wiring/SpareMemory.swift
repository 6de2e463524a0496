import CMalloc
import ServiceLifecycle

/// Gives memory back to the system that nothing uses any more: what the start needed, and what a busy minute left behind.
///
/// The allocator keeps what it once had, in an arena for each thread; a hub that was asked for a million candles once would
/// look so big for ever.
struct SpareMemory: Service {
    /// From one look to the next.
    private static let pause = Duration.seconds(30)
    /// Until what the start left behind is all freed.
    private static let beginning = Duration.seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var pause = Self.beginning
            while !Task.isCancelled {
                // Cancelled means: the hub stops, and all of its memory goes.
                do { try await Task.sleep(for: pause) } catch { return }
                // Keeps nothing at the top; some milliseconds at most, and no pointer is touched.
                _ = malloc_trim(0)
                pause = Self.pause
            }
        }
    }
}
