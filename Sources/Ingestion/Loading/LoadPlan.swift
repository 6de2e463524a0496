import AdapterHost
public import MarketData
public import Storage

/// What is asked of a source: the parts of the wishes that nobody has asserted yet.
public struct LoadPlan: Sendable {
    /// One part of one wish.
    public struct Item: Sendable {
        /// What is wanted, its range only what is missing.
        public var wish: LoadWish
        /// What the source will assert.
        public var scope: CoverageScope
        /// The estimated number of requests, at least 1.
        public var requests: Int
        /// The record of the earlier job that gave it up, where there is one.
        public var givenUp: Int64?

        /// Its name for people, and in the ledger.
        public var name: String { "\(scope) \(wish.range)" }
    }

    /// In the order in which they are asked for: by wish, then by time.
    public let items: [Item]
    /// Wishes of which nothing is missing.
    public let complete: [CoverageScope]
    /// Parts that the source has said it can never give.
    public let limits: [(scope: CoverageScope, range: TimeRange)]
    /// Requests a second that are allowed, 0 for no limit.
    public let rate: Double

    /// Compares wishes with what the ledger has of a store.
    public init(
        _ wishes: [LoadWish], of source: SourceAdapter, in store: StoreIdentity, _ ledger: any Ledger,
        again: Bool = false
    ) throws(StorageError) {
        var (items, complete): ([Item], [CoverageScope]) = ([], [])
        var limits: [(scope: CoverageScope, range: TimeRange)] = []
        for wish in wishes {
            let scope = wish.scope(of: source)
            var (covered, limited) = (RangeSet(), RangeSet())
            if !again {
                var records = try ledger.coverage(of: scope, in: store)
                // What was said of all of a category was said of this one, too.
                if case .instrument(_, let category?) = wish.subject {
                    let group = CoverageScope.group(source: scope.source, kind: wish.kind, category: category)
                    records += try ledger.coverage(of: group, in: store)
                }
                covered = RangeSet(records.filter { $0.claim == .covered }.map(\.range))
                limited = RangeSet(records.filter { $0.claim == .sourceLimit }.map(\.range))
            }
            let wanted = RangeSet([wish.range])
            limits += wanted.intersection(limited).subtracting(covered).ranges.map { (scope, $0) }
            let missing = wanted.subtracting(covered).subtracting(limited).ranges.filter {
                $0.holdsACandle(of: wish.kind)
            }
            if missing.isEmpty { complete.append(scope) }
            for range in missing {
                var part = wish
                part.range = range
                items.append(Item(wish: part, scope: scope, requests: Self.requests(part, source)))
            }
        }
        self.items = items
        self.complete = complete
        self.limits = limits
        rate = source.rate
    }

    /// What was given up, to be tried again.
    public init(
        _ parts: [(record: GivenUpRecord, wish: LoadWish)], of source: SourceAdapter, in store: StoreIdentity,
        _ ledger: any Ledger
    ) throws(StorageError) {
        var (items, complete): ([Item], [CoverageScope]) = ([], [])
        for (record, wish) in parts {
            let plan = try LoadPlan([wish], of: source, in: store, ledger)
            complete += plan.complete
            for item in plan.items {
                var item = item
                item.givenUp = record.number
                items.append(item)
            }
        }
        self.items = items
        self.complete = complete
        limits = []
        rate = source.rate
    }

    /// The estimated number of requests.
    public var requests: Int { items.reduce(0) { $0 + $1.requests } }

    /// Seconds that the rate limit makes of them, 0 where there is none.
    public var seconds: Double { rate > 0 ? Double(requests) / rate : 0 }

    /// Of candles as many as the manifest says fit into a reply; of a group one a day; of trades nobody knows.
    private static func requests(_ wish: LoadWish, _ source: SourceAdapter) -> Int {
        let length = Double(wish.range.end.nanoseconds) - Double(wish.range.start.nanoseconds)
        if case .group = wish.subject { return max(1, Int((length / 86_400e9).rounded(.up))) }
        guard case .candles(let interval) = wish.kind else { return 1 }
        let limits = source.adapter.manifest.descriptor.limits
        var rows = length / Double(interval.nanoseconds)
        if limits.reachRows > 0 { rows = min(rows, Double(limits.reachRows)) }
        guard limits.rowsPerReply > 0 else { return 1 }
        return max(1, Int((min(rows, 1e15) / Double(limits.rowsPerReply)).rounded(.up)))
    }
}

extension TimeRange {
    /// Whether a whole candle can lie in it. What is left at the edges of days that begin in New York cannot hold one.
    func holdsACandle(of kind: SeriesKind) -> Bool {
        guard let interval = kind.interval else { return true }
        let (length, overflow) = end.nanoseconds.subtractingReportingOverflow(start.nanoseconds)
        return overflow || length >= interval.nanoseconds
    }
}
