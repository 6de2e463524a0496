import Foundation
import Glibc

/// The process of one check. The program that a `CheckRunner` starts calls it with the words behind its own.
public enum CheckChild {
    /// Where the result goes.
    static let resultDescriptor: Int32 = 3

    /// Looks, writes the result and ends the process; an adapter's library that crashes or hangs ends it otherwise.
    ///
    /// - Parameter checks: those that the runner may have named.
    public static func run(_ words: [String], among checks: [ConformanceCheck] = ConformanceCheck.all) -> Never {
        guard let order = CheckOrder(words: words), let check = checks.first(where: { $0.id == order.id }) else {
            write(Array("these words are no order to a check: only a runner of checks gives them\n".utf8), to: 2)
            _exit(2)
        }
        confine(order)
        let result: CheckResult
        do throws(WrongUse) {
            result = check.run(try order.place.subject(seed: order.seed))
        } catch {
            // The runner had read the same cases: they were changed meanwhile.
            result = .failed(error.description)
        }
        write(result.line, to: resultDescriptor)
        // Not `exit`: what an adapter left to be done at the end is not ours to run.
        _exit(0)
    }

    /// No descriptors but its own, no core dumps, memory up to the limit, and an end even when the runner is gone.
    private static func confine(_ order: CheckOrder) {
        closefrom(resultDescriptor + 1)
        limit(RLIMIT_CORE.rawValue, 0)
        limit(RLIMIT_DATA.rawValue, order.memoryLimit)
        // Also what is mapped without being used: stacks and heaps of threads, libraries.
        limit(RLIMIT_AS.rawValue, order.memoryLimit + 4 << 30)
        alarm(UInt32(clamping: order.seconds + 5))
    }

    private static func limit(_ resource: UInt32, _ bytes: Int) {
        var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        // The struct is ours. A lower limit that holds already stays, which is as good.
        _ = unsafe setrlimit(Int32(resource), &limit)
    }

    private static func write(_ line: [UInt8], to descriptor: Int32) {
        var written = 0
        while written < line.count {
            // The array's own bytes, during the call.
            let count = unsafe line.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            // The runner is gone, or the adapter closed the pipe: the runner says what it sees.
            if count <= 0 { return }
            written += count
        }
    }
}
