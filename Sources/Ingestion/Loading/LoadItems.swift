import MarketData
import Storage
import Synchronization

/// The parts of a load, by numbers; more can come while it runs.
final class LoadItems: Sendable {
    private struct Entry {
        var item: LoadPlan.Item
        /// The place of the job's item that it is for; nil where the job has no items.
        var place: Int?
        var whenEnded: (@Sendable (LoadOutcome) -> Void)?
    }

    private let entries: Mutex<[Entry]>

    init(_ items: [LoadPlan.Item] = []) { entries = Mutex(items.map { Entry(item: $0) }) }

    subscript(number: Int) -> LoadPlan.Item { entries.withLock { $0[number].item } }

    /// The place of the job's item that a part is for.
    func place(_ number: Int) -> Int? { entries.withLock { $0[number].place } }

    /// One more part, for an item of the job; its number.
    func add(_ item: LoadPlan.Item, for place: Int, whenEnded: @escaping @Sendable (LoadOutcome) -> Void) -> Int {
        entries.withLock { entries in
            entries.append(Entry(item: item, place: place, whenEnded: whenEnded))
            return entries.count - 1
        }
    }

    /// A part is through, and the ledger has heard of it; or nothing more becomes of it.
    func end(_ number: Int, _ outcome: LoadOutcome) {
        let whenEnded = entries.withLock { entries -> (@Sendable (LoadOutcome) -> Void)? in
            defer { entries[number].whenEnded = nil }
            return entries[number].whenEnded
        }
        whenEnded?(outcome)
    }
}

/// How a part of a load went, when all of it that came is durable and in the ledger.
enum LoadOutcome: Sendable {
    /// It is through: what the source has not asserted and can perhaps give, what it can never give, and why something is
    /// missing; no failure where nothing went wrong.
    case ended(FileRecord, missing: RangeSet, limited: RangeSet, LoadFailure?)
    /// The user wants no more, or the store took no more: it stays to be done.
    case stopped
}
