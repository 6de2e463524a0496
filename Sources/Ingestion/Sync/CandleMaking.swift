import MarketData
import Pipeline
import Storage

/// Makes candles of the trades of a range that a source has asserted whole, and hands them to the writer as derived ones.
struct CandleMaking {
    private let range: TimeRange
    private let order: LoadOrder
    private let trades: Series
    private let loading: OrderLoading

    init(of range: TimeRange, _ order: LoadOrder, _ trades: Series, _ loading: OrderLoading) {
        (self.range, self.order, self.trades, self.loading) = (range, order, trades, loading)
    }

    /// Makes them; false where the user wants no more.
    func run(at place: Int, _ result: inout OrderResult) async throws(StorageError) -> Bool {
        guard let interval = order.line.kind.interval, let whole = range.whole(interval) else { return true }
        let target = order.line.series(of: Series.derivedSource)
        let wish = LoadWish(
            .instrument(order.line.instrument, category: order.category), order.line.kind, range: whole)
        let item = LoadPlan.Item(wish: wish, scope: .series(target), requests: 0, givenUp: nil)
        let (ends, end) = AsyncStream<LoadOutcome>.makeStream()
        let number = loading.items.add(item, for: place) { outcome in
            end.yield(outcome)
            end.finish()
        }
        var resampler = TradeResampler(to: interval, in: ResamplingRange(known: whole))
        let batch = TradeBatch()
        var (position, made, failure) = (TradePosition?.none, 0, LoadFailure?.none)
        var candles = loading.pool.candles()
        do {
            repeat {
                try loading.store.read(trades, in: whole, after: position, into: batch)
                var row = 0
                while row < batch.count {
                    row = try resampler.read(batch, from: row, into: candles)
                    if row < batch.count { candles = await hand(candles, number, target, &made) }
                }
                if batch.count > 0 {
                    position = TradePosition(time: batch.time[batch.count - 1], ordinal: batch.ordinal[batch.count - 1])
                }
            } while batch.count == batch.capacity && !loading.meter.isStopping
            while !resampler.finish(into: candles) { candles = await hand(candles, number, target, &made) }
        } catch let error as StorageError {
            failure = LoadFailure("store", error.description)
        } catch {
            failure = LoadFailure("internal", "\(error)")
        }
        var last = LoadMessage(item: number, endsReply: true)
        if loading.meter.isStopping || failure != nil {
            loading.pool.giveBack(candles)
        } else {
            made += candles.count
            last.rows = candles.count == 0 ? nil : StoredRows(.candles(candles), of: target)
            if candles.count == 0 { loading.pool.giveBack(candles) }
            last.claims = [LoadClaim(scope: .series(target), claim: .covered, range: whole)]
        }
        await loading.send(last)
        await loading.send(
            LoadMessage(item: number, end: LoadEnd(failure: failure, isStopped: loading.meter.isStopping)))
        for await outcome in ends {
            guard case .ended = outcome else { return false }
            if let failure {
                result.note(failure, of: trades.source)
            } else {
                result.made(whole, rows: made, from: trades.source)
            }
            return true
        }
        return false
    }

    /// Hands on full candles; an empty batch for the next.
    private func hand(
        _ candles: CandleBatch, _ number: Int, _ target: Series, _ made: inout Int
    ) async -> CandleBatch {
        made += candles.count
        await loading.send(LoadMessage(item: number, rows: StoredRows(.candles(candles), of: target)))
        return loading.pool.candles()
    }
}

extension TimeRange {
    /// How many candles lie in it.
    func slots(of interval: Interval) -> Int64 {
        let (length, overflow) = end.nanoseconds.subtractingReportingOverflow(start.nanoseconds)
        return overflow ? .max : length / interval.nanoseconds
    }

    /// The whole candles in it, nil for none.
    func whole(_ interval: Interval) -> TimeRange? {
        let opening = interval.floor(start.nanoseconds)
        let first =
            opening == start.nanoseconds ? start : Timestamp(nanoseconds: opening).advanced(by: interval.nanoseconds)
        return TimeRange(first, Timestamp(nanoseconds: interval.floor(end.nanoseconds)))
    }
}
