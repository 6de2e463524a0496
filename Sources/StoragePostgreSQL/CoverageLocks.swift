import MarketData
import Storage

/// Who changes the sets of an instrument and a source waits for others who do: a set is read, changed and written, and
/// what is examined of one series depends on what is covered of another.
///
/// Locks of the server's by number, few enough for its table of locks however many entries there are, and taken in
/// ascending order before anything else is noted, so that none waits for one who waits for it.
struct CoverageLocks {
    let schema: String
    private static let count: UInt64 = 64

    /// Takes those of all that the entries change, until the transaction ends.
    func take(for entries: [LedgerEntry], _ connection: ServerConnection) throws(ServerFailure) {
        var numbers: Set<Int64> = []
        for entry in entries {
            switch entry {
            case .coverage(let record): numbers.insert(number(record.scope))
            case .examined(let examination): numbers.insert(number(.series(examination.series)))
            default: break
            }
        }
        if numbers.isEmpty { return }
        _ = try connection.run(
            Statement(
                "coverage_locks", "SELECT count(pg_advisory_xact_lock(number)) FROM unnest($1) AS number"),
            [.numbers(numbers.sorted())])
    }

    /// The same for all series of an instrument and a source.
    private func number(_ scope: CoverageScope) -> Int64 {
        let name =
            switch scope {
            case .series(let series): "\(series.source) \(series.instrument)"
            case .group(let source, _, let category): "\(source) all \(category.rawValue)"
            }
        let chosen = UInt64(bitPattern: Schema.lockKey(name)) % Self.count
        return Schema.lockKey("\(schema) coverage \(chosen)")
    }
}
