public import MarketData

/// What a ledger keeps for the hub as a service, beside what it keeps for jobs: who may, who did what, and which task is
/// done by whom.
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
}
