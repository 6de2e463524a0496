import Synchronization

/// Numbers of files, each given to one worker.
final class FileQueue: Sendable {
    private let count: Int
    private let next = Atomic<Int>(0)

    init(count: Int) { self.count = count }

    /// The next file, nil when all are given out.
    func take() -> Int? {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return number < count ? number : nil
    }
}
