import CForbiddenCalls
import Confinement
import Foundation
import Glibc
import Testing

/// A confined process that does what it is there for.
@Suite struct AllowedWorkTests {
    @Test(arguments: [
        "memory-up-and-down", "sort", "clock", "random", "shared-memory", "socket", "environment", "swift-strings",
        "swift-dictionaries", "swift-arrays", "swift-numbers", "swift-casts", "swift-print",
    ])
    func work_confined_succeeds(attempt: String) throws {
        for user in Victim.users {
            let victim = try Victim(attempt, user: user)
            #expect(victim.reason == .exit)
            #expect(victim.status == 0)
            #expect(victim.cameBack)
            #expect(victim.forbidden == nil)
            #expect(victim.board.result >= 0)
        }
    }

    /// Who prints gets an error and no death.
    @Test(arguments: ["standard-error", "printf"])
    func output_confined_answersBadDescriptor(attempt: String) throws {
        let victim = try Victim(attempt)
        #expect(victim.cameBack)
        #expect(victim.board.result == -1)
        #expect(victim.board.error == Int64(EBADF))
    }

    /// Megabytes of a limit of 64, by writing and by reading only; what a stack may grow by is address space too.
    @Test(arguments: [("all-memory", 48, 64), ("all-space", 48, 80)])
    func memory_beyondTheLimit_isRefused(attempt: String, least: Int64, most: Int64) throws {
        let victim = try Victim(attempt)
        #expect(victim.cameBack)
        #expect((least...most).contains(victim.board.result))
    }

    /// A crash is seen as what it is, not as the message that it would print.
    @Test(arguments: [("abort", [SIGABRT]), ("fault", [SIGSEGV]), ("swift-trap", [SIGILL, SIGTRAP])])
    func crash_confined_keepsItsSignal(attempt: String, signals: [Int32]) throws {
        let victim = try Victim(attempt)
        #expect(victim.reason == .uncaughtSignal)
        #expect(signals.contains(victim.status))
        #expect(victim.forbidden == nil)
    }

    @Test func environment_unconfined_isThere() throws {
        #expect(try Victim("environment", .free).board.result == 1)
    }
}
