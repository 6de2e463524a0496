import Storage
import StorageTesting
import Testing

/// Checks that cannot fail prove nothing: each finds a fault that is made for it.
@Suite struct StoreCheckTests {
    /// What needs a store that outlives its process; see `DeathTests`.
    static let needsAProcess = ["kill-after-settle", "kill-after-write"]

    static let inMemory = StoreCheck.all.filter { !needsAProcess.contains($0.id) }

    @Test(arguments: inMemory)
    func check_ofAStoreWithoutFault_passes(_ check: StoreCheck) {
        #expect(check.run { MemoryPlace() } == .passed)
    }

    @Test(arguments: Fault.allCases.filter { $0 != .none })
    func fault_eachCheckMeantForIt_fails(_ fault: Fault) throws {
        for id in fault.checks {
            let check = try #require(StoreCheck.all.first { $0.id == id }, "there is no check \(id)")
            let failure = try #require(check.run { MemoryPlace(fault) }.failure, "\(id) does not find it")
            #expect(failure.check == id && !failure.subject.isEmpty && failure.expected != failure.found)
        }
    }

    @Test func everyCheck_hasAFaultThatItFinds() {
        let found = Set(Fault.allCases.flatMap(\.checks)).union(Self.needsAProcess)
        #expect(Set(StoreCheck.all.map(\.id)).subtracting(found) == [])
    }

    @Test func ids_ofAllChecks_differ() {
        let ids = StoreCheck.all.map(\.id) + LedgerCheck.all.map(\.id) + JointStoreCheck.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber } })
    }

    /// Exceptions that the store in memory can really have.
    static let exceptions: [StorePromise: String] = [
        .countsWrites: "it does not look before it writes",
        .keepsStoredValues: "a row replaces the one before",
        .keepsVWAP: "there is no column for it",
    ]

    @Test(arguments: inMemory)
    func check_ofAStoreThatDeclaresWhatItDoes_isDeclaredWithTheReasons(_ check: StoreCheck) {
        let expected = Self.exceptions.filter { check.restsOn.contains($0.key) }
        let outcome = check.run { MemoryPlace(declaring: Self.exceptions) }
        #expect(outcome == (expected.isEmpty ? .passed : .declared(expected)))
    }

    @Test(arguments: [StorePromise.visibleAtOnce, .keepsEveryInterval])
    func check_ofADeclaredException_takesItsOtherForm(_ promise: StorePromise) throws {
        let fault: Fault = promise == .visibleAtOnce ? .showsLate : .refusesOddIntervals
        for id in fault.checks + ["candle-paging", "declared-truly"] {
            let check = try #require(StoreCheck.all.first { $0.id == id })
            let outcome = check.run { MemoryPlace(fault, declaring: [promise: "so it is built"]) }
            #expect(outcome == (check.restsOn.contains(promise) ? .declared([promise: "so it is built"]) : .passed))
        }
    }
}
