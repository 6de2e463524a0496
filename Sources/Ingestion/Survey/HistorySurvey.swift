import Coverage
public import MarketData
public import Storage

/// Looks through what the ledger knows of a store and hands on one history after the other, with what every source has
/// asserted and could give.
///
/// Costs one pass over the ledger's sets, whatever the number of rows and of records behind them.
public struct HistorySurvey: Sendable {
    let ledger: any Ledger
    let store: StoreIdentity
    let sources: [HistorySource]
    let now: Timestamp

    /// A survey of a store's histories at a moment.
    public init(_ ledger: any Ledger, of store: StoreIdentity, sources: [HistorySource], now: Timestamp) {
        (self.ledger, self.store, self.sources, self.now) = (ledger, store, sources, now)
    }

    /// Hands on the histories that are wanted: those that the ledger knows, by base, quote and kind, and then those of
    /// which it knows nothing.
    public func each(_ scope: SurveyScope, _ body: (SurveyedLine) -> Void) throws(StorageError) {
        let assets = Dictionary(
            try ledger.assets().filter(scope.matches).map { ($0.ticker, $0) }, uniquingKeysWith: { first, _ in first })
        let failures = try failures()
        let suspects = Dictionary(grouping: try ledger.suspects(in: store, base: nil), by: \.series.line)
        try withoutActuallyEscaping(body) { body throws(StorageError) in
            var reading = SurveyReading(self, scope, assets, failures, suspects, body: body)
            try ledger.eachCoverageSet(in: store, base: nil) { reading.take($0) }
            reading.finish()
        }
    }

    /// What was given up, by what was asked for.
    private func failures() throws(StorageError) -> [CoverageScope: [SourceOutlook.Failure]] {
        var failures: [CoverageScope: [SourceOutlook.Failure]] = [:]
        for record in try ledger.givenUp(in: store) {
            let part = record.part
            failures[part.scope, default: []].append(
                SourceOutlook.Failure(part.range, errorClass: part.reason, message: part.message))
        }
        return failures
    }
}
