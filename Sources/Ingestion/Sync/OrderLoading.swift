import AdapterHost
import MarketData
import Pipeline
import Storage
import Transport

/// Does one order of a sync: asks its sources, one after the other, for what is still missing of it.
struct OrderLoading: Sendable {
    /// How an order went.
    enum Ending {
        /// It stays to be done.
        case stopped
        /// It is through.
        case through(OrderResult)
    }

    let sources: SyncSources
    let items: LoadItems
    let store: any TimeSeriesStore
    let ledger: any Ledger
    let identity: StoreIdentity
    let pool: BatchPool
    let meter: LoadMeter
    let options: LoadOptions
    let now: @Sendable () -> Timestamp
    let job: JobID
    /// What was given up before this process began, by what was asked for.
    let given: [CoverageScope: [GivenUpRecord]]
    /// Hands a message to the one writer.
    let send: @Sendable (LoadMessage) async -> Void

    /// Does an order that this process has taken, from where it was left.
    func run(_ record: JobItemRecord, _ order: LoadOrder) async throws(StorageError) -> Ending {
        guard let range = order.range else {
            return .through(OrderResult(failing: LoadFailure("internal", "its range is backwards")))
        }
        var result = OrderResult(missing: RangeSet([range]))
        let asked = order.isByTrades ? [Series.derivedSource] : order.sources
        for source in asked {
            let had = try covered(order.line.series(of: source)).onDays(order.line.kind)
            result.drop(had, givenBy: order.isByTrades ? order.sources[0] : source)
        }
        let left = LoadToken(record.progress.resumeToken)
        for id in order.sources where !result.isComplete(order.line.kind) {
            if let refusal = refusal(of: id, order, result.missing) {
                result.note(refusal, of: id, isNoted: true)
                continue
            }
            if sources.isRefusing(order.askedLine.series(of: id)) {
                let failure = LoadFailure(
                    AdapterErrorClass.notEntitled.word, "it has refused other parts of this history; it was not asked")
                result.note(failure, of: id, isNoted: true)
                continue
            }
            do throws(LoadFailure) {
                let source = try sources.source(id)
                let isThrough =
                    order.isByTrades
                    ? try await makeCandles(order, range, of: source, at: record.place, &result)
                    : await ask(source, order, at: record.place, left, &result)
                if !isThrough { return .stopped }
            } catch {
                result.note(error, of: id)
            }
            try noteRefusals(order, &result)
        }
        return .through(result)
    }

    /// That a source will never give it was heard by an earlier process of this job: it is not asked again.
    private func refusal(of id: String, _ order: LoadOrder, _ missing: RangeSet) -> LoadFailure? {
        let records = (given[.series(order.askedLine.series(of: id))] ?? []).filter {
            $0.part.job == job && OrderResult.isFinal($0.part.reason)
        }
        guard let last = records.last, missing.subtracting(RangeSet(records.map(\.part.range))).isEmpty else {
            return nil
        }
        return LoadFailure(last.part.reason, last.part.message)
    }

    /// Notes at once what sources will never give.
    private func noteRefusals(_ order: LoadOrder, _ result: inout OrderResult) throws(StorageError) {
        let refusals = result.takeRefusals(order, job: job, at: now())
        if refusals.isEmpty { return }
        let earlier = refusals.flatMap { refusal in
            (given[refusal.scope] ?? []).filter { $0.part.job != job && $0.part.range.overlaps(refusal.range) }
        }
        try ledger.record(earlier.map { .takenUp($0.number) } + refusals.map { .givenUp($0) })
    }

    /// Asks one source for what is missing; false where the user wants no more.
    private func ask(
        _ source: SourceAdapter, _ order: LoadOrder, at place: Int, _ left: LoadToken?, _ result: inout OrderResult
    ) async -> Bool {
        var parts = result.missing.ranges.map { (range: $0, token: [UInt8]()) }
        // Where an earlier process left off, the adapter goes on by its own token.
        if let left, left.source == source.id, let range = left.range, order.line.kind != .trades,
            parts.contains(where: { $0.range.overlaps(range) })
        {
            let others = RangeSet(parts.map(\.range)).subtracting(RangeSet([range])).ranges
            parts = [(range, left.bytes)] + others.map { ($0, []) }
        }
        for part in parts where part.range.holdsACandle(of: order.line.kind) {
            let wish = LoadWish(
                .instrument(order.line.instrument, category: order.category), order.line.kind, range: part.range)
            guard await load(wish, from: source, at: place, behind: part.token, &result) else { return false }
        }
        return true
    }

    /// Asks for the trades of a range, and makes the candles of them.
    private func makeCandles(
        _ order: LoadOrder, _ range: TimeRange, of source: SourceAdapter, at place: Int, _ result: inout OrderResult
    ) async throws(LoadFailure) -> Bool {
        let trades = HistoryLine(order.line.instrument, .trades)
        let series = trades.series(of: source.id)
        do throws(StorageError) {
            var progress = OrderResult(missing: RangeSet([range]))
            progress.drop(try covered(series), givenBy: source.id)
            for part in progress.missing.ranges {
                let wish = LoadWish(
                    .instrument(order.line.instrument, category: order.category), .trades, range: part)
                guard await load(wish, from: source, at: place, behind: [], &progress) else { return false }
            }
            let had = RangeSet([range]).intersection(try covered(series))
            result.take(failuresOf: progress)
            try store.awaitVisible()
            for part in had.ranges {
                guard try await CandleMaking(of: part, order, series, self).run(at: place, &result) else {
                    return false
                }
            }
            return true
        } catch {
            throw LoadFailure("store", error.description)
        }
    }

    /// One part of one source; false where the user wants no more, or the store took no more.
    private func load(
        _ wish: LoadWish, from source: SourceAdapter, at place: Int, behind token: [UInt8], _ result: inout OrderResult
    ) async -> Bool {
        let asked = wish.range
        var wish = wish
        let hasOtherDays = source.adapter.manifest.hasOtherDays(wish.kind, wish.category)
        if hasOtherDays { wish.range = asked.withDayBehind(upTo: now()) }
        let item = LoadPlan.Item(wish: wish, scope: wish.scope(of: source), requests: 1, givenUp: nil)
        let (ends, end) = AsyncStream<LoadOutcome>.makeStream()
        let number = items.add(item, for: place) { outcome in
            end.yield(outcome)
            end.finish()
        }
        let walk = SourceWalk(source, meter, options, now: now)
        let reading = LoadReading(walk: walk, pool: pool, send: send, rejectsKept: options.rejectsKept)
        let failure = await reading.read(number, item, behind: token)
        if let failure, failure.endsSource { sources.end(source.id, failure) }
        for await outcome in ends {
            guard case .ended(let record, let missing, let limited, let failure) = outcome else { return false }
            var (rest, limits) = (missing, limited)
            if hasOtherDays {
                let had = RangeSet([wish.range]).subtracting(missing).subtracting(limited).onDays(wish.kind)
                limits = limited.onDays(wish.kind).intersection(RangeSet([asked]))
                rest = RangeSet([asked]).subtracting(had).subtracting(limits)
            }
            result.add(record, of: asked, source: source.id, missing: rest, limited: limits, failure)
            if case .series(let series) = item.scope {
                sources.note(series, isRefused: failure?.reason == AdapterErrorClass.notEntitled.word)
            }
            return true
        }
        return false
    }

    func covered(_ series: Series) throws(StorageError) -> RangeSet {
        RangeSet(try ledger.coverage(of: .series(series), in: identity).filter { $0.claim == .covered }.map(\.range))
    }
}
