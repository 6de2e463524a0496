import Storage

/// A check at work: makes its places, and hears what the stores in them declare.
final class CheckRun<Subject: Sendable> {
    private let make: () throws -> Subject
    /// Promises that a store which was opened on the way does not keep, with its reasons.
    private(set) var exceptions: [StorePromise: String] = [:]

    /// They live as long as the check, and longer than the connections to them.
    private var places: [Subject] = []

    init(_ make: @escaping () throws -> Subject) { self.make = make }

    /// A place with nothing in it.
    func blank() throws -> Subject {
        let place = try make()
        places.append(place)
        return place
    }

    /// Takes note of what a store declares.
    func hear(_ traits: StoreTraits) { exceptions.merge(traits.exceptions) { first, _ in first } }
}

extension CheckRun where Subject == any StoreUnderTest {
    /// A place that is migrated.
    func migrated() throws -> Subject {
        let place = try blank()
        try place.migrate()
        return place
    }

    /// What is at the place, opened once more.
    func open(_ place: Subject, model: RowModel = RowModel()) throws -> CheckedStore {
        let store = try CheckedStore(place.open(), at: place, model: model)
        hear(store.traits)
        return store
    }

    /// An empty store at a place of its own.
    func store() throws -> CheckedStore { try open(migrated()) }
}

extension CheckRun where Subject == any LedgerUnderTest {
    /// A place that is migrated.
    func migrated() throws -> Subject {
        let place = try blank()
        try place.migrate()
        return place
    }

    /// An empty ledger at a place of its own.
    func ledger() throws -> any Ledger { try migrated().openLedger() }
}

extension CheckRun where Subject == any ServiceLedgerUnderTest {
    /// A place that is migrated.
    func migrated() throws -> Subject {
        let place = try blank()
        try place.migrate()
        return place
    }

    /// An empty ledger at a place of its own.
    func ledger() throws -> any ServiceLedger { try migrated().openServiceLedger() }
}
