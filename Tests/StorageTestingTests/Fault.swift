/// Something that a store does wrong, and the checks that have to find it.
enum Fault: String, Sendable, CaseIterable {
    case none
    case forgetsSource, forgetsInterval, forgetsQuote, forgetsOrdinal, roundsTimes
    case changesIdentity, sharesIdentity
    case keepsOldRows, erasesStoredValues, countsAllAsNew, writesEqualRows, listsEmptySeries
    case roundsDoubles, forgetsBefore2000, refusesOddIntervals, leavesColumns
    case holdsEnd, dropsStart, countsAllTime, widensByPosition, refusesUnknownSeries
    case givesShortPieces, givesOldestForNewest, readsInOrderOfPrice, cutsLargeBatches
    case listsBackwards, listsFirstAsLast, ignoresFilters, keepsFewSeries
    case takesAllToFirstPlace, forgetsRepeatedPlaces, losesLastRow
    case takesUnordered, takesRowsWithoutPrice, keepsHalfOfRefused, takesWrongKind
    case cutsNames, trimsNames, namesTheEmpty
    case showsHalfBatches, keepsOwnCopy, failsSecondWriter
    case needsNoMigration, erasesByMigrating, failsSecondMigration, opensNewer, migratesNewer, leavesBlankUnusable
    case hidesLocation, forgetsOften
    case declaresWhatItKeeps, declaresWithoutReason, changesTraits, showsLate, marksBackwards

    /// The checks that are meant for it.
    var checks: [String] {
        switch self {
        case .none: []
        case .forgetsSource, .forgetsQuote: ["candle-identity", "trade-identity"]
        case .forgetsInterval: ["candle-identity"]
        case .forgetsOrdinal: ["trade-identity", "trade-repeats"]
        case .roundsTimes: ["trade-nanoseconds"]
        case .changesIdentity, .sharesIdentity: ["store-identity"]
        case .keepsOldRows: ["candle-upsert", "trade-upsert"]
        case .erasesStoredValues: ["candle-absent-values", "trade-absent-values"]
        case .countsAllAsNew: ["counts-mixed", "counts-sparse"]
        case .writesEqualRows: ["equal-rows"]
        case .listsEmptySeries: ["empty-batch"]
        case .roundsDoubles: ["candle-values", "trade-values"]
        case .forgetsBefore2000: ["candle-times"]
        case .refusesOddIntervals: ["candle-intervals"]
        case .leavesColumns: ["columns-not-stored"]
        case .holdsEnd, .dropsStart: ["candle-ranges", "trade-ranges"]
        case .widensByPosition: ["trade-position"]
        case .countsAllTime: ["counts-together"]
        case .refusesUnknownSeries: ["nothing-stored"]
        case .givesShortPieces: ["candle-paging", "trade-paging"]
        case .givesOldestForNewest: ["candle-newest", "trade-newest"]
        case .readsInOrderOfPrice: ["written-backwards"]
        case .cutsLargeBatches: ["large-batch"]
        case .listsBackwards: ["listing-order"]
        case .listsFirstAsLast: ["listing-edges"]
        case .ignoresFilters: ["listing-filters"]
        case .keepsFewSeries: ["many-series"]
        case .takesAllToFirstPlace: ["mixed-candles", "mixed-trades", "hard-names-mixed"]
        case .forgetsRepeatedPlaces: ["mixed-repeated-series"]
        case .losesLastRow: ["mixed-stored-rows"]
        case .takesUnordered: ["unordered-rows"]
        case .takesRowsWithoutPrice: ["impossible-row"]
        case .keepsHalfOfRefused: ["refused-among-stored", "impossible-row"]
        case .takesWrongKind: ["wrong-kind"]
        case .cutsNames, .trimsNames: ["hard-names", "hard-names-mixed"]
        case .namesTheEmpty: ["empty-names"]
        case .showsHalfBatches: ["readers-beside-a-writer"]
        case .keepsOwnCopy: ["two-handles"]
        case .failsSecondWriter: ["two-writers"]
        case .needsNoMigration: ["needs-migration"]
        case .erasesByMigrating: ["migrate-again"]
        case .failsSecondMigration: ["migrate-at-once"]
        case .opensNewer, .migratesNewer: ["newer-schema"]
        case .leavesBlankUnusable: ["migrate-from-nothing"]
        case .hidesLocation: ["location"]
        case .forgetsOften: ["random-walk-1", "random-walk-2", "random-walk-3"]
        case .declaresWhatItKeeps: ["declared-truly"]
        case .declaresWithoutReason: ["declared-reasons"]
        case .changesTraits: ["traits"]
        case .showsLate: ["visible-when-settled"]
        case .marksBackwards: ["marks"]
        }
    }
}
