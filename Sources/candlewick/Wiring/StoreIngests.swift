import Ingestion
import Storage

/// One ingest for each store, side by side: each reads in the order that its store wants, with a job of its own, so that
/// one that is slow or away hinders nobody, and catches up when it is run again.
struct StoreIngests: Sendable {
    /// How it went with one store.
    struct Outcome: Sendable {
        var location: StoreLocation
        var result: Result<IngestSummary, StorageError>
    }

    private let stores: [OpenStores.Open]
    private let ledger: any Ledger
    private let options: IngestOptions
    /// How far each is. Apart from the stores, so that what shows or stops them keeps no store open.
    let meters: StoreMeters

    init(_ stores: OpenStores, _ options: IngestOptions) {
        self.stores = stores.stores
        ledger = stores.ledger
        self.options = options
        meters = StoreMeters(count: stores.stores.count)
    }

    /// Runs them all; in the order of the stores.
    func run(_ plan: IngestPlan, subject: String, again: [String], tiers: TierList) async -> [Outcome] {
        await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, store) in stores.enumerated() {
                let (location, series, meter) = (store.location, store.series, meters.each[index])
                group.addTask {
                    let ingest = Ingest(store: series, ledger: ledger, options: options, now: Workspace.now)
                    do throws(StorageError) {
                        let summary = try await ingest.run(
                            plan, subject: subject, again: again, tiers: tiers, meter: meter)
                        return (index, Outcome(location: location, result: .success(summary)))
                    } catch {
                        return (index, Outcome(location: location, result: .failure(error)))
                    }
                }
            }
            var outcomes: [(Int, Outcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

/// How far several ingests are, and the way to stop them.
struct StoreMeters: Sendable {
    let each: [IngestMeter]

    init(count: Int) { each = (0..<count).map { _ in IngestMeter(at: Workspace.now()) } }

    /// Ends all of them in order.
    func stop() { for meter in each { meter.stop() } }

    /// How far they are together.
    var reading: IngestMeter.Reading {
        var sum = each[0].reading
        for meter in each.dropFirst() {
            let reading = meter.reading
            sum.bytesTotal += reading.bytesTotal
            sum.bytesDone += reading.bytesDone
            sum.filesTotal += reading.filesTotal
            sum.filesKnown += reading.filesKnown
            sum.progress.itemsDone += reading.progress.itemsDone
            sum.progress.rowsRead += reading.progress.rowsRead
        }
        return sum
    }
}
