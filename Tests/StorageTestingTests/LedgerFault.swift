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
    case mergesOverlaps, mergesOrigins, losesRows, losesOrigins, forgetsCounts, countsEverywhere
    case mixesMedia, listsSetsAsNoted, ignoresBases, keepsExamined, forgetsOfAllSources, keepsEmptySets
    case losesEvidence, keepsSuspects
    case losesReasons, keepsTakenUp, numbersGivenUpAgain, mixesUpGivenUp
    case losesRequiredFiles, keepsBothGaps, deletesNewGaps
    case losesSpecs, losesProcesses, setsForAdds, restartsRunning, keepsCancelled, cancelsAll
    case losesItemSpecs, takesRunning, takesBackwards, ignoresPlaces, renewsForAll, releasesAll, fencesNobody,
        dropsDone,
        keepsFailed
    case cutsTexts, cutsNumbers, keepsOwnCopy
    case notesBeforeRows, storesBeforeNotes, turnsCounts, skipsEmptyGroups, sharesEverything
    case losesExpiry, listsTokensAsAdded, takesNamesTwice, keepsRevokedNames, revokesAgain, takesDigestsTwice
    case losesOutcomes, repeatsOfPages, ordersAuditByTime, losesGoneMarks
    case losesSummaries, listsAllRuns, takesRunsAgain, overlapsRuns, mixesUpEntries, losesNoRun, endsLostNow,
        fencesNoRun
    case losesErrors, listsCircuitsAsNoted, forgetsErrors, closesAgain, mixesUpHosts
    case losesEnds, raisesTwice, raisesOnce, mixesUpSubjects, listsNoneResolved, fencesNoAlert, holdsNothing,
        takesAllAlerts
    case tellsByNumber, tellsNoEnds, tellsTwice, fencesNoMessage, renewsForStrangers, forgetsFiring, forgetsNoAlert

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
        case .mergesOverlaps, .mergesOrigins, .losesRows: ["coverage-merges"]
        case .losesOrigins: ["coverage-fields"]
        case .forgetsCounts, .countsEverywhere: ["coverage-verified"]
        case .mixesMedia: ["coverage-sets"]
        case .listsSetsAsNoted, .ignoresBases: ["coverage-set-order"]
        case .keepsExamined: ["examined-until-covered", "coverage-sets-walk"]
        case .forgetsOfAllSources, .keepsEmptySets: ["examined-until-covered"]
        case .losesEvidence: ["suspect-fields"]
        case .keepsSuspects: ["examined-again", "coverage-sets-walk"]
        case .losesReasons, .mixesUpGivenUp: ["given-up-fields"]
        case .losesRequiredFiles: ["gap-fields"]
        case .keepsBothGaps: ["gap-again"]
        case .deletesNewGaps: ["gap-delete"]
        case .losesSpecs, .losesProcesses: ["job-life"]
        case .setsForAdds: ["job-advance"]
        case .restartsRunning, .keepsCancelled: ["job-restart"]
        case .cancelsAll: ["job-cancel"]
        case .losesItemSpecs: ["item-life"]
        case .takesRunning: ["item-take", "items-at-once"]
        case .takesBackwards, .ignoresPlaces: ["item-take"]
        case .renewsForAll, .releasesAll: ["item-lease"]
        case .fencesNobody: ["item-fence", "group-lost-lease"]
        case .dropsDone, .keepsFailed: ["item-drop"]
        case .keepsTakenUp, .numbersGivenUpAgain: ["given-up-taken"]
        case .cutsTexts: ["hard-texts"]
        case .cutsNumbers: ["extreme-numbers"]
        case .keepsOwnCopy: ["ledgers-at-once", "jobs-at-once", "audit-at-once", "tokens-at-once", "tasks-at-once"]
        case .notesBeforeRows: ["group-all-or-none"]
        case .storesBeforeNotes: ["group-bad-note"]
        case .turnsCounts: ["group-counts"]
        case .skipsEmptyGroups: ["group-empty"]
        case .sharesEverything: ["shares"]
        case .losesExpiry, .listsTokensAsAdded: ["token-fields"]
        case .takesNamesTwice: ["token-revoke", "tokens-at-once"]
        case .keepsRevokedNames, .revokesAgain: ["token-revoke"]
        case .takesDigestsTwice: ["token-digest"]
        case .losesOutcomes: ["audit-fields"]
        case .repeatsOfPages, .ordersAuditByTime: ["audit-pages"]
        case .losesGoneMarks: ["reject-pages"]
        case .losesSummaries: ["task-life"]
        case .listsAllRuns: ["task-list"]
        case .takesRunsAgain: ["task-once"]
        case .overlapsRuns: ["task-once", "task-lease", "tasks-at-once"]
        case .mixesUpEntries: ["task-once", "task-list"]
        case .losesNoRun, .endsLostNow: ["task-lost"]
        case .fencesNoRun: ["task-lost", "task-lease"]
        case .losesErrors, .listsCircuitsAsNoted: ["circuit-fields"]
        case .forgetsErrors, .closesAgain: ["circuit-closed"]
        case .mixesUpHosts: ["circuit-hosts"]
        case .losesEnds: ["alert-life"]
        case .raisesTwice: ["alert-once", "alerts-at-once"]
        case .raisesOnce, .mixesUpSubjects: ["alert-once"]
        case .listsNoneResolved: ["alert-list"]
        case .fencesNoAlert, .holdsNothing, .takesAllAlerts: ["alert-lease"]
        case .tellsByNumber, .tellsNoEnds: ["alert-messages"]
        case .tellsTwice: ["alert-message-lease", "alerts-at-once"]
        case .fencesNoMessage, .renewsForStrangers: ["alert-message-lease"]
        case .forgetsFiring, .forgetsNoAlert: ["alert-kept"]
        }
    }
}
