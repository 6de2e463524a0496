public import MarketData

/// What a ledger keeps for the hub as a service, beside what it keeps for jobs: who may, who did what, which task is
/// done by whom, which sources can be asked, and which alerts fire.
///
/// Calls block until done and are durable against the death of the process.
public protocol ServiceLedger: Ledger {
    /// Adds a token; false, and nothing changed, where one of that name is there that was not revoked.
    func addToken(_ token: AccessToken) throws(StorageError) -> Bool
    /// All tokens by name, the revoked ones too.
    func tokens() throws(StorageError) -> [AccessToken]
    /// A token is good no more; false where none of that name is good.
    func revokeToken(_ name: String, at moment: Timestamp) throws(StorageError) -> Bool

    /// Notes a change that somebody made.
    func recordAudit(_ entry: AuditEntry) throws(StorageError)
    /// The newest changes, newest first; only those with a smaller number where one is named.
    func audit(limit: Int, before number: Int64?) throws(StorageError) -> [AuditRecord]

    /// Rejects of a job's files by their marks, behind one or from the first on; at most `limit`. What is noted or taken away
    /// elsewhere meanwhile moves nothing behind a mark, and the mark's own reject need not be there any more.
    func rejects(job: JobID, behind mark: RejectMark?, limit: Int) throws(StorageError) -> [MarkedReject]

    /// Takes a run of a task: it is RUNNING then and has a number. Of all processes one gets it; nil where another has the
    /// run of that moment or had it, or where another run of the entry is under way whose lease is not over. A run of the
    /// entry whose lease is over (`until <= now`) becomes LOST, ended when its lease did.
    ///
    /// - Parameters:
    ///   - schedule: the entry of the schedule, by a name of its own; runs by hand have one each.
    ///   - due: the moment it is due.
    func takeTask(
        _ schedule: String, task: String, due: Timestamp, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> Int64?
    /// Lengthens the lease of a run that this owner still has; false where it has not.
    func renewTask(_ run: Int64, lease: ItemLease) throws(StorageError) -> Bool
    /// Notes how a run ended, and its summary; false where this owner does not have it any more.
    func finishTask(
        _ run: Int64, owner: String, state: TaskRunState, summary: String, at moment: Timestamp
    ) throws(StorageError) -> Bool
    /// The newest runs, newest first; only of an entry of the schedule where one is named.
    func taskRuns(of schedule: String?, limit: Int) throws(StorageError) -> [TaskRunRecord]

    /// Notes where the circuit of an adapter and a host stands, instead of what was known of it. One that is closed and was
    /// closed stays as it was noted; the last error stays where no other is given.
    func recordCircuit(_ circuit: CircuitRecord) throws(StorageError)
    /// All circuits by adapter, of each the newest first.
    func circuits() throws(StorageError) -> [CircuitRecord]

    /// Notes an alert that fires; its number, and who raised it has it. Nil, and nothing changed, where one of this rule and
    /// subject fires already.
    ///
    /// Resolved ones whose number is `AlertRecord.kept` or more below its own are forgotten.
    func raiseAlert(_ alert: AlertFiring, lease: ItemLease) throws(StorageError) -> Int64?
    /// Lengthens the leases of what fires and this owner has, and takes what fires and nobody has at this moment
    /// (`until <= now`).
    func holdAlerts(_ lease: ItemLease, now: Timestamp) throws(StorageError)
    /// Notes that an alert that this owner has is good again; false where it has not, or it is resolved already.
    func resolveAlert(
        _ number: Int64, owner: String, value: Double, at moment: Timestamp
    ) throws(StorageError) -> Bool
    /// Those that fire and at most so many of the newest that are resolved, newest first.
    func alerts(resolved limit: Int) throws(StorageError) -> [AlertRecord]
    /// Takes the oldest message that was not told and that nobody has (`until <= now`): that an alert fires where nothing was
    /// told of it, that it is resolved where the first was told. Of all processes one gets it; nil for none.
    func takeAlertMessage(_ lease: ItemLease, now: Timestamp) throws(StorageError) -> AlertRecord?
    /// Lengthens the lease of a message that this owner has; one that is over gives it to others. False where it has not.
    func renewAlertMessage(_ number: Int64, lease: ItemLease) throws(StorageError) -> Bool
    /// Notes that a message was told, or never will be; false where this owner has not got it.
    func finishAlertMessage(
        _ number: Int64, owner: String, told: AlertRecord.Told
    ) throws(StorageError) -> Bool
}
