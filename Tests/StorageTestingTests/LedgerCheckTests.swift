import Storage
import StorageTesting
import Testing

/// The ledgers' checks find a fault each, and so do those of stores that share a ledger's database.
@Suite struct LedgerCheckTests {
    /// What needs a ledger that outlives its process; see `DeathTests`.
    static let needsAProcess = ["kill-after-note"]
    /// Likewise, of a store that shares its ledger's database.
    static let groupNeedsAProcess = ["group-kill"]

    /// Likewise, of one that serves the hub as a service.
    static let serviceNeedsAProcess = ["task-kill"]

    static let inMemory = LedgerCheck.all.filter { !needsAProcess.contains($0.id) }
    static let groupsInMemory = JointStoreCheck.all.filter { !groupNeedsAProcess.contains($0.id) }

    static let serviceInMemory = ServiceLedgerCheck.all.filter { !serviceNeedsAProcess.contains($0.id) }

    @Test(arguments: inMemory)
    func check_ofALedgerWithoutFault_passes(_ check: LedgerCheck) {
        #expect(check.run { MemoryPlace() } == .passed)
    }

    @Test(arguments: groupsInMemory)
    func groupCheck_ofAStoreWithoutFault_passes(_ check: JointStoreCheck) {
        #expect(check.run { MemoryPlace() } == .passed)
    }

    @Test(arguments: serviceInMemory)
    func serviceCheck_ofALedgerWithoutFault_passes(_ check: ServiceLedgerCheck) {
        #expect(check.run { MemoryPlace() } == .passed)
    }

    @Test(arguments: LedgerFault.allCases.filter { $0 != .none })
    func fault_eachCheckMeantForIt_fails(_ fault: LedgerFault) throws {
        for id in fault.checks {
            let outcome =
                LedgerCheck.all.first { $0.id == id }?.run { MemoryPlace(fault) }
                ?? JointStoreCheck.all.first { $0.id == id }?.run { MemoryPlace(fault) }
                ?? ServiceLedgerCheck.all.first { $0.id == id }?.run { MemoryPlace(fault) }
            let failure = try #require(outcome?.failure, "\(id) does not find it")
            #expect(failure.check == id && !failure.subject.isEmpty && failure.expected != failure.found)
        }
    }

    @Test func everyCheck_hasAFaultThatItFinds() {
        let found = Set(LedgerFault.allCases.flatMap(\.checks)).union(
            Self.needsAProcess + Self.groupNeedsAProcess + Self.serviceNeedsAProcess)
        let ids = LedgerCheck.all.map(\.id) + JointStoreCheck.all.map(\.id) + ServiceLedgerCheck.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(ids).subtracting(found) == [])
    }
}
