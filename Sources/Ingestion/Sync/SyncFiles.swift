import MarketData
import Storage
import Transport

/// The part of a sync in which files are read: some hundreds at a time are taken from the ledger.
struct SyncFiles {
    private let job: SyncJob
    private let share: JobShare
    private let plan: IngestPlan

    /// Files that are taken at once.
    private static let chunk = 256

    init(_ job: SyncJob, _ share: JobShare, _ plan: IngestPlan) {
        (self.job, self.share, self.plan) = (job, share, plan)
    }

    /// Works until all files are through, whoever has read them.
    func run(among places: Range<Int>) async throws(StorageError) {
        if places.isEmpty { return }
        let (ledger, meter) = (job.ledger, job.meter)
        let numbers = Dictionary(
            plan.files.indices.map { (plan.files[$0].item.path, $0) }, uniquingKeysWith: { first, _ in first })
        meter.begin(.files, total: plan.bytes)
        while !meter.isStopping {
            let records = try share.take(Self.chunk, among: places)
            if records.isEmpty {
                let open =
                    try ledger.items(of: share.job, state: .running) + ledger.items(of: share.job, state: .pending)
                if !open.contains(where: { places.contains($0.place) }) { break }
                try share.freeItemsOfTheDead()
                // Cancelled or not, it is asked again whether anything is left.
                try? await Task.sleep(for: .milliseconds(200))
                continue
            }
            let known = records.compactMap { record in numbers[record.item.name].map { (record.place, $0) } }
            try fail(records.filter { numbers[$0.item.name] == nil })
            if known.isEmpty { continue }
            let part = plan.part(known.map(\.1))
            let reading = IngestMeter(at: job.now())
            meter.reading(reading)
            let ingest = Ingest(store: job.store, ledger: ledger, options: job.settings.files, now: job.now)
            let summary = try await ingest.work(
                part, at: known.map(\.0), of: share, tiers: job.settings.tiers, meter: reading, onFile: { _ in })
            meter.reading(nil)
            if let failure = summary.failure { throw failure }
        }
        guard !meter.isStopping else { return }
        try Ingest(store: job.store, ledger: ledger, options: job.settings.files, now: job.now)
            .assertContainers(try ledger.files(job: share.job), share.job, try job.store.identity())
    }

    private func fail(_ records: [JobItemRecord]) throws(StorageError) {
        if records.isEmpty { return }
        var counts = JobProgress(at: job.now())
        counts.itemsDone = records.count
        counts.itemsFailed = records.count
        let progress = JobItemProgress(
            .failed, errorClass: "not-found",
            message: "the file is not there any more, or no adapter knows it; put it back and resume the job")
        try job.ledger.record(
            records.map { share.entry($0.place, progress) } + [.advance(share.job, counts)])
    }
}
