/// Something that a ledger, or a store that shares its database with it, does wrong, and the checks that have to find it.
enum LedgerFault: String, Sendable, CaseIterable {
    case none
    case replacesKnownAssets, setsUnknownAssets, listsAssetsAsAdded, forgetsCategories
    case forgetsToken, usesNumbersAgain, listsOldestFirst, updatesUnknownJobs, updatesAllJobs
    case losesMessages, losesMembers, losesSizes, listsFilesAsNoted, takesFailedForFinished, mixesUpStores,
        mixesUpSeries
    case forgetsAfterFailure, keepsBothRecords, takesFilesWithoutJob
    case forgetsCodes, listsRejectsAsGiven, notesFirstEntryOnly, notesOneByOne
    case forgetsLimits, keepsRangesApart, mergesJobs, mixesUpCoveredStores, cutsRanges
    case losesReasons, keepsTakenUp, numbersGivenUpAgain
    case cutsTexts, cutsNumbers, keepsOwnCopy
    case notesBeforeRows, storesBeforeNotes, turnsCounts, skipsEmptyGroups, sharesEverything

    /// The checks that are meant for it.
    var checks: [String] {
        switch self {
        case .none: []
        case .replacesKnownAssets: ["assets-added", "assets-at-once"]
        case .setsUnknownAssets: ["asset-set"]
        case .listsAssetsAsAdded: ["assets-added", "hard-tickers"]
        case .forgetsCategories: ["asset-words"]
        case .forgetsToken: ["job-life", "hard-texts"]
        case .usesNumbersAgain: ["job-order", "jobs-at-once"]
        case .listsOldestFirst: ["job-order"]
        case .updatesUnknownJobs: ["job-unknown", "entries-all-or-none"]
        case .updatesAllJobs: ["job-update"]
        case .losesMessages, .losesMembers: ["file-fields"]
        case .listsFilesAsNoted: ["file-fields", "entries-together"]
        case .takesFailedForFinished, .losesSizes, .mixesUpStores, .mixesUpSeries: ["file-finished"]
        case .forgetsAfterFailure: ["file-newest"]
        case .keepsBothRecords: ["file-again"]
        case .takesFilesWithoutJob: ["file-without-job"]
        case .forgetsCodes: ["reject-codes"]
        case .listsRejectsAsGiven: ["reject-order"]
        case .notesFirstEntryOnly: ["entries-together"]
        case .notesOneByOne: ["entries-all-or-none"]
        case .forgetsLimits: ["coverage-fields", "coverage-apart"]
        case .keepsRangesApart: ["coverage-merges"]
        case .mergesJobs, .mixesUpCoveredStores: ["coverage-apart"]
        case .cutsRanges: ["coverage-extremes"]
        case .losesReasons: ["given-up-fields"]
        case .keepsTakenUp, .numbersGivenUpAgain: ["given-up-taken"]
        case .cutsTexts: ["hard-texts"]
        case .cutsNumbers: ["extreme-numbers"]
        case .keepsOwnCopy: ["ledgers-at-once", "jobs-at-once"]
        case .notesBeforeRows: ["group-all-or-none"]
        case .storesBeforeNotes: ["group-bad-note"]
        case .turnsCounts: ["group-counts"]
        case .skipsEmptyGroups: ["group-empty"]
        case .sharesEverything: ["shares"]
        }
    }
}
