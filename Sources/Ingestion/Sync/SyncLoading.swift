import AsyncAlgorithms
import MarketData
import Storage
import Transport

/// The part of a sync in which sources are asked: several workers take orders from the ledger, one writer stores what comes.
struct SyncLoading: Sendable {
    let share: JobShare
    let sources: SyncSources
    let store: any TimeSeriesStore
    let identity: StoreIdentity
    let tiers: TierList
    let options: LoadOptions
    let meter: SyncMeter
    let now: @Sendable () -> Timestamp
    let onItem: @Sendable (JobItemRecord, JobItemProgress) -> Void

    private var ledger: any Ledger { share.ledger }

    /// Works until nobody has anything left to take, or it is stopped.
    ///
    /// - Throws: why the store or the ledger took nothing more.
    func run(among places: Range<Int>) async throws(StorageError) {
        let known = Set(try ledger.assets().map(\.ticker))
        let given = Dictionary(grouping: try ledger.givenUp(in: identity), by: \.part.scope)
        let (items, pool, load) = (LoadItems(), BatchPool(), meter.load)
        let writing = LoadWriting(
            items, store, ledger, job: share.job, share: share, tiers: tiers, knownAssets: known, meter: load,
            pool: pool, now: now, onItem: { _ in })
        let channel = AsyncChannel<LoadMessage>()
        async let written = { @Sendable in
            var writer = writing
            for await message in channel { writer.take(message) }
            writer.finish()
            return writer
        }()
        let loading = OrderLoading(
            sources: sources, items: items, store: store, ledger: ledger, identity: identity, pool: pool, meter: load,
            options: options, now: now, job: share.job, given: given, send: { await channel.send($0) })
        let failures = await withTaskGroup(of: StorageError?.self) { group in
            for _ in 0..<options.parallel {
                group.addTask {
                    do throws(StorageError) {
                        try await work(loading, among: places, given)
                        return nil
                    } catch {
                        meter.stop()
                        return error
                    }
                }
            }
            var failures: [StorageError] = []
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
        channel.finish()
        if let failure = await written.failure ?? failures.first { throw failure }
    }

    private func work(
        _ loading: OrderLoading, among places: Range<Int>, _ given: [CoverageScope: [GivenUpRecord]]
    ) async throws(StorageError) {
        while !meter.isStopping {
            guard let record = try share.take(1, among: places).first else { return }
            let began = now()
            guard case .load(let order) = SyncItem(record.item) else {
                let failure = LoadFailure("internal", "an item that this candlewick does not know: \(record.item.spec)")
                try end(record, nil, OrderResult(failing: failure), began, [])
                continue
            }
            switch try await loading.run(record, order) {
            case .stopped: return
            case .through(let result):
                // What was refused is noted already.
                let earlier = order.sources.flatMap { given[.series(order.askedLine.series(of: $0))] ?? [] }.filter {
                    !OrderResult.isFinal($0.part.reason) && order.range?.overlaps($0.part.range) ?? false
                }
                try end(record, order, result, began, earlier)
            }
        }
    }

    /// What became of the gap that an order was to fill: what was had of it, and what was not.
    private func gaps(
        _ order: LoadOrder, _ result: OrderResult, _ status: GapStatus, _ message: String, _ moment: Timestamp
    ) -> [LedgerEntry] {
        guard let range = order.range else { return [] }
        let missing = result.missing.ranges.filter { $0.holdsACandle(of: order.line.kind) }
        let had = RangeSet([range]).subtracting(RangeSet(missing)).ranges.filter {
            $0.holdsACandle(of: order.line.kind)
        }
        func entry(_ part: TimeRange, _ status: GapStatus, _ message: String) -> LedgerEntry {
            let length = order.line.kind.interval.map { part.whole($0) == nil ? 0 : Int(clamping: part.slots(of: $0)) }
            // Where the market closes only the order knows how many there can be.
            let candles = part == range ? order.candles : min(order.candles, length ?? 0)
            return .gap(
                Gap(
                    in: identity, of: order.line, part, status, gapClass: order.gapClass, candles: candles,
                    source: result.giver, message: message, job: share.job, at: moment))
        }
        return had.map { entry($0, .filled, "") }
            + missing.map { entry($0, status == .filled ? .failed : status, message) }
    }

    /// Notes how an order went, with all that follows from it.
    private func end(
        _ record: JobItemRecord, _ order: LoadOrder?, _ result: OrderResult, _ began: Timestamp,
        _ earlier: [GivenUpRecord]
    ) throws(StorageError) {
        let moment = now()
        let duration = max(0, moment.nanoseconds - began.nanoseconds)
        var counts = JobProgress(at: moment)
        counts.itemsDone = 1
        var entries: [LedgerEntry] = []
        var progress = JobItemProgress(
            .failed, errorClass: "internal", message: result.failures.first?.failure.message ?? "")
        if let order {
            let (verdict, status) = result.verdict(order, duration: duration)
            progress = verdict
            entries += earlier.map { .takenUp($0.number) }
            entries += result.givenUp(order, job: share.job, at: moment).map { .givenUp($0) }
            entries += gaps(order, result, status, progress.message, moment)
        }
        if progress.state == .failed { counts.itemsFailed = 1 }
        entries += [share.entry(record.place, progress), .advance(share.job, counts)]
        try ledger.record(entries)
        meter.ended(progress)
        onItem(record, progress)
    }
}
