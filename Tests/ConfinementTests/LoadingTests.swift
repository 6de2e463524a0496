import CForbiddenCalls
import Confinement
import Glibc
import Testing

/// What the first code of a library can do, which runs while it is loaded and before everything is given up.
@Suite struct LoadingTests {
    /// What the loader and the giving up itself need; none of it reaches anything outside of the process.
    static let needed: Set<String> = [
        "mmap-exec", "mprotect-exec", "prctl", "read-other", "close", "proc-mem", "prlimit",
    ]

    @Test(arguments: ForbiddenCallTests.attempts.filter { !needed.contains($0.name) })
    func forbiddenCall_whileLoading_endsTheProcessAndIsReported(attempt: (name: String, call: String)) throws {
        for user in Victim.users {
            let victim = try Victim(attempt.name, .loading, user: user)
            #expect(victim.isConfined)
            #expect(victim.diedOfCall)
            #expect(victim.forbidden?.name == attempt.call)
            #expect(!victim.madeFile)
            #expect(victim.board.loot == 0)
        }
    }

    /// Landlock answers for reading: EACCES. Raising a limit: EPERM.
    @Test(arguments: [("read-secret", EACCES), ("list-folder", EACCES), ("proc-mem", EACCES), ("prlimit", EPERM)])
    func attempt_whileLoading_isRefused(attempt: String, error: Int32) throws {
        guard error != EACCES || Confinement.probe().landlockVersion > 0 else { return }
        for user in Victim.users {
            let victim = try Victim(attempt, .loading, user: user)
            #expect(victim.cameBack)
            #expect(victim.board.result == -1)
            #expect(victim.board.error == Int64(error))
            #expect(victim.board.loot == 0)
        }
    }

    @Test(arguments: ["read-secret", "list-folder"]) func attempt_free_succeeds(attempt: String) throws {
        #expect(try Victim(attempt, .free).board.result >= 0)
    }

    @Test func list_ofTheSystemsLibraries_canBeReadWhileLoadingOnly() throws {
        #expect(try Victim("read-library", .loading).board.result >= 0)
        #expect(try Victim("read-library", .loaded).forbidden?.name == "openat")
    }

    @Test func memory_afterLoading_isLimitedFromBefore() throws {
        let victim = try Victim("all-memory", .loaded)
        #expect(victim.cameBack)
        #expect((48...64).contains(victim.board.result))
    }

    @Test func measures_afterLoading_areThoseOfGivingUpAtOnce() throws {
        for user in Victim.users {
            let (loaded, atOnce) = (try Victim("clock", .loaded, user: user), try Victim("clock", user: user))
            #expect(loaded.board.holds == atOnce.board.holds)
            #expect(loaded.board.landlock == atOnce.board.landlock)
            let loading = Confinement.Measures(rawValue: UInt32(try Victim("clock", .loading, user: user).board.holds))
            #expect(loading.isSuperset(of: .always))
        }
    }
}
