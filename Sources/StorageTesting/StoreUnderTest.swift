public import Storage

/// A store that is checked, at a place of its own: nothing is in it when it is made, and it goes with its last owner.
///
/// Each store's tests have a type for it. What it gives stands for what the store's users have.
public protocol StoreUnderTest: Sendable {
    /// Brings the place's schema up to what this build writes, as `candlewick migrate` does, over connections of its own.
    func migrate() throws
    /// Opens the place to read and write it, over connections of its own: as another process would.
    func open() throws -> any TimeSeriesStore
    /// Makes the place one of a schema that is newer than this build's.
    func markNewer() throws
    /// How to start a program that opens this place as a process of its own and does `StoreVictim.run` with it.
    func victim(_ work: VictimWork) throws -> VictimProgram
    /// Something that changes whenever anything is written at the place, nil where that cannot be told.
    func footprint() throws -> String?
}

extension StoreUnderTest {
    /// Not told.
    public func footprint() throws -> String? { nil }
}

/// A place that holds a ledger, too.
public protocol LedgerUnderTest: StoreUnderTest {
    /// Opens the place's ledger over connections of its own.
    func openLedger() throws -> any Ledger
}

/// A place whose store keeps rows and what the ledger says of them in one transaction.
public protocol JointStoreUnderTest: LedgerUnderTest {
    /// Opens both over connections of their own; the store shares the ledger.
    func openJoint() throws -> (store: any JointStore, ledger: any Ledger)
}

/// A place whose ledger keeps what the hub as a service needs, too.
public protocol ServiceLedgerUnderTest: LedgerUnderTest {
    /// Opens the place's ledger over connections of its own.
    func openServiceLedger() throws -> any ServiceLedger
}
