import Foundation
import Glibc

/// Ends this process with the hub that started it, however that ends: the hub holds the other end of a pipe.
enum Lifeline {
    private static let variable = "CANDLEWICK_LIFELINE_FD"

    /// Watches it, where there is one. A job ends in order then: it gets the SIGTERM that the hub can send no more.
    static func watch() {
        guard let text = Environment[variable], let number = Int32(text), number > 2 else { return }
        // Processes of ours have nothing to do with it. Sets the name of a literal.
        unsafe unsetenv(variable)
        guard fcntl(number, F_SETFD, FD_CLOEXEC) == 0 else { return }
        let thread = Thread {
            var byte: UInt8 = 0
            // Nobody writes: it returns when the hub has ended. One byte into a variable of ours.
            while unsafe read(number, &byte, 1) < 0, errno == EINTR {}
            // The hub has asked for it before, and a second signal would end it at once.
            if !Interruption.isUnderWay { kill(getpid(), SIGTERM) }
        }
        thread.name = "lifeline"
        thread.stackSize = 1 << 16
        thread.start()
    }
}
