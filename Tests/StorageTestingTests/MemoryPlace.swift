import MarketData
import Storage
import Synchronization

@testable import StorageTesting

/// A store in memory that does one thing wrong, or none.
final class MemoryPlace: JointStoreUnderTest, ServiceLedgerUnderTest {
    /// What every connection to the place sees.
    struct Content: Sendable {
        /// 0 blank, 1 this build's, 2 newer.
        var schema = 0
        var rows = RowModel()
        var identity = StoreIdentity.random()
        /// Series that were written without a row.
        var empty: Set<Series> = []
        /// Grows with everything that is written.
        var changes = 0
        /// Connections that were opened, calls that read.
        var opened = 0
        var reads = 0
        var ledger = LedgerContent()
    }

    let fault: Fault
    let ledgerFault: LedgerFault
    let declared: [StorePromise: String]
    let content = Mutex(Content())
    private static let shared = StoreIdentity.random()

    init(_ fault: Fault = .none, ledger: LedgerFault = .none, declaring declared: [StorePromise: String] = [:]) {
        (self.fault, ledgerFault, self.declared) = (fault, ledger, declared)
        if fault == .sharesIdentity { content.withLock { $0.identity = Self.shared } }
    }

    convenience init(_ fault: LedgerFault) { self.init(.none, ledger: fault) }

    static func error(_ code: StorageError.Code, _ message: String) -> StorageError {
        StorageError(code, at: "memory", message, advice: "run candlewick migrate or mend the input")
    }

    func migrate() throws {
        try content.withLock { content in
            if content.schema == 2, fault != .migratesNewer { throw Self.error(.newerSchema, "newer") }
            if content.schema == 1, fault == .failsSecondMigration { throw Self.error(.busy, "being migrated") }
            if content.schema == 1, fault == .erasesByMigrating { content.rows = RowModel() }
            content.schema = fault == .leavesBlankUnusable ? 0 : 1
        }
    }

    func open() throws -> any TimeSeriesStore {
        let number = try content.withLock { content in
            if content.schema == 0, fault != .needsNoMigration { throw Self.error(.needsMigration, "no tables") }
            if content.schema == 2, fault != .opensNewer { throw Self.error(.newerSchema, "newer") }
            content.opened += 1
            return content.opened
        }
        return MemoryStore(self, connection: number)
    }

    func openLedger() -> any Ledger { MemoryLedger(self) }

    func openServiceLedger() -> any ServiceLedger { MemoryLedger(self) }

    func openJoint() throws -> (store: any JointStore, ledger: any Ledger) {
        (MemoryStore(self, connection: 1), MemoryLedger(self))
    }

    func markNewer() { content.withLock { $0.schema = 2 } }

    func victim(_ work: VictimWork) throws -> VictimProgram {
        throw Self.error(.unsupported, "what lies in memory does not outlive its process")
    }

    func footprint() -> String? { content.withLock { "\($0.changes) \($0.schema)" } }
}
