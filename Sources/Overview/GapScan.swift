package import Coverage
package import Ingestion
package import MarketData
package import Storage

/// Goes through what is missing of histories: gaps, and stretches without rows that cannot be believed.
package struct GapScan {
    package let ledger: any Ledger
    package let identity: StoreIdentity
    package let sources: [HistorySource]
    package let now: Timestamp
    /// Only these.
    package let classes: Set<GapClass>

    /// A scan of a store's histories at a moment.
    package init(
        ledger: any Ledger, identity: StoreIdentity, sources: [HistorySource], now: Timestamp, classes: Set<GapClass>
    ) {
        (self.ledger, self.identity, self.sources) = (ledger, identity, sources)
        (self.now, self.classes) = (now, classes)
    }

    /// One of them, for as long as it is handed on: what is worked out of it costs something.
    package struct Found {
        package let surveyed: SurveyedLine
        package let gap: LineGap
        /// Of a suspect: what speaks against it.
        package let suspect: Suspect?
        fileprivate let finder: GapFinder
        fileprivate let now: Timestamp
        /// The file that holds the history.
        fileprivate let file: String?

        package var line: HistoryLine { surveyed.line }

        package var distance: GapDistance { finder.distance(of: gap, surveyed.outlooks, now: now) }

        package var reason: String {
            suspect.map { "\($0.series.source): \($0.evidence)" } ?? gap.reason(surveyed.outlooks)
        }

        /// The file that would fill what cannot be asked for.
        package var requiredFile: String? {
            switch gap.gapClass {
            case .sourceLimit, .notAsked, .notEntitled: file
            case .fillable, .failed, .suspect, .marketClosed, .noTrades: nil
            }
        }
    }

    /// Hands on what is missing, history by history, each in the order of time with its suspects last.
    package func each(_ scope: SurveyScope, _ body: (Found) -> Void) throws(StorageError) {
        let files = SyncGaps(sources)
        let survey = HistorySurvey(ledger, of: identity, sources: sources, now: now)
        try survey.eachWithGaps(scope) { surveyed, finder in
            let file = files.requiredFile(surveyed.line, category: surveyed.asset.category)
            func hand(_ gap: LineGap, _ suspect: Suspect? = nil) {
                body(Found(surveyed: surveyed, gap: gap, suspect: suspect, finder: finder, now: now, file: file))
            }
            for gap in finder.gaps where classes.contains(gap.gapClass) { hand(gap) }
            for suspect in classes.contains(.suspect) ? surveyed.openSuspects : [] {
                guard let range = suspect.range.intersection(surveyed.wanted) else { continue }
                let (kind, calendar) = (surveyed.line.kind, surveyed.calendar)
                let candles = kind.interval.map { calendar.count(of: $0, in: calendar.open(kind, in: range)) }
                hand(LineGap(range, .suspect, candles: candles ?? 0, source: nil), suspect)
            }
        }
    }

    /// Where the files of a history are had, for people.
    package func archive(_ surveyed: SurveyedLine) -> String? {
        SyncGaps(sources).archive(surveyed.line, category: surveyed.asset.category)
    }
}
