public import Coverage
public import Storage

/// What a sync works with, whatever it was asked to do.
public struct SyncSettings: Sendable {
    /// The sources that there are, files too.
    public var sources: [HistorySource]
    /// Opens a source by its adapter's id, when it is needed first.
    public var open: @Sendable (String) throws -> SourceAdapter
    /// What unknown assets are.
    public var tiers: TierList
    /// How files are read.
    public var files: IngestOptions
    /// How sources are asked.
    public var loading: LoadOptions
    /// When an empty interval is suspect.
    public var evidence: EvidenceSettings
    /// Asked before sources are, when files were read first and the plan could not be known: false ends the job in order.
    public var agree: @Sendable (SyncPlan) -> Bool = { _ in true }
    /// Called for every order that is through, from another thread.
    public var onItem: @Sendable (JobItemRecord, JobItemProgress) -> Void = { _, _ in }

    /// Settings with all that has no usual value.
    public init(
        sources: [HistorySource], open: @escaping @Sendable (String) throws -> SourceAdapter, tiers: TierList,
        files: IngestOptions, loading: LoadOptions, evidence: EvidenceSettings = EvidenceSettings()
    ) {
        self.sources = sources
        self.open = open
        self.tiers = tiers
        self.files = files
        self.loading = loading
        self.evidence = evidence
    }
}
