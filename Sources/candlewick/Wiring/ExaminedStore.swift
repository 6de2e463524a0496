import Coverage
import Ingestion
import MarketData
import Storage

/// The store that is read and its ledger, which is written where that is allowed.
struct ExaminedStore {
    let store: any TimeSeriesStore
    let ledger: any Ledger
    /// What is found can be noted.
    let canNote: Bool
    private let evidence: EvidenceSettings

    /// Opens both.
    init(_ workspace: Workspace) throws {
        store = try workspace.openFirst(.reading).series
        evidence = workspace.settings.sync.evidence
        (ledger, canNote) = try workspace.openLedgerForNotes()
    }

    /// Looks at the rows inside what was asserted, where nobody has looked yet, and notes what is suspect; where nothing can
    /// be noted it says what was not looked at.
    ///
    /// - Parameter again: also where somebody has looked; refused where nothing can be noted.
    func examine(_ scope: SurveyScope, again: Bool = false) throws {
        let now = Workspace.now()
        guard canNote else {
            if again {
                throw Failure(
                    "\(ledger.location) can only be read, and what is found in the rows is noted there; leave "
                        + "--look-again away, or run it as a user who may write")
            }
            let pending = try Examiner(store, ledger, settings: evidence).pending(scope: scope)
            if pending > 0 {
                Terminal.note(
                    "candlewick: \(ledger.location) can only be read: the rows of \(counted(pending, "series")) were not "
                        + "looked at, and what is suspect in them is not listed")
            }
            return
        }
        let meter = SyncMeter(at: now)
        let interruption = Interruption { meter.stop() }
        defer { interruption.end() }
        let progress = ProgressLine {
            let reading = meter.reading
            return ProgressLine.Reading(
                done: reading.done, total: reading.total, count: Int(reading.done), noun: "series", detail: "looked at")
        }
        defer { progress.end() }
        try Examiner(store, ledger, settings: evidence, meter: meter).run(scope: scope, again: again)
        if meter.isStopping {
            throw Failure("stopped while rows were looked at; the same command goes on", status: .doneInPart)
        }
    }
}

extension Workspace {
    /// Opens the ledger, to write it where that is allowed; the second says whether it is.
    func openLedgerForNotes() throws -> (any Ledger, canNote: Bool) {
        do {
            return (try openLedger(.existing), true)
        } catch let error as StorageError where error.code == .readOnly || error.code == .denied {
            return (try openLedger(.reading), false)
        }
    }
}
