import MarketData
import Storage

extension MemoryLedger: ServiceLedger {
    func addToken(_ token: AccessToken) throws(StorageError) -> Bool {
        let fault = fault
        return try change { content throws(StorageError) in
            let isTaken = content.tokens.contains {
                $0.name == token.name && ($0.revokedAt == nil || fault == .keepsRevokedNames)
            }
            if isTaken, fault != .takesNamesTwice { return false }
            if fault != .takesDigestsTwice, content.tokens.contains(where: { $0.sha256 == token.sha256 }) {
                throw MemoryPlace.error(.other, "the digest is there")
            }
            var token = token
            if fault == .losesExpiry { token.expiresAt = nil }
            content.tokens.append(token)
            return true
        }
    }

    func tokens() -> [AccessToken] {
        let tokens = read().tokens
        if fault == .listsTokensAsAdded { return tokens }
        return tokens.indices.sorted { (tokens[$0].name, $0) < (tokens[$1].name, $1) }.map { tokens[$0] }
    }

    func revokeToken(_ name: String, at moment: Timestamp) throws(StorageError) -> Bool {
        let fault = fault
        return try change { content in
            let good = content.tokens.indices.filter {
                content.tokens[$0].name == name && (content.tokens[$0].revokedAt == nil || fault == .revokesAgain)
            }
            for index in good { content.tokens[index].revokedAt = moment }
            return !good.isEmpty
        }
    }

    func recordAudit(_ entry: AuditEntry) throws(StorageError) {
        let fault = fault
        try change { content in
            var entry = entry
            if fault == .losesOutcomes { entry.outcome = "" }
            content.audit.append(AuditRecord(number: Int64(content.audit.count) + 1, entry: entry))
        }
    }

    func audit(limit: Int, before number: Int64?) -> [AuditRecord] {
        let all = read().audit.filter { record in
            guard let number else { return true }
            return record.number < number || fault == .repeatsOfPages && record.number == number
        }
        let newest = fault == .ordersAuditByTime ? all.sorted { $0.entry.at > $1.entry.at } : all.reversed()
        return Array(newest.prefix(max(0, limit)))
    }

    func takeTask(
        _ schedule: String, task: String, due: Timestamp, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> Int64? {
        let fault = fault
        return try change { content in
            func isMeant(_ run: TaskRunRecord) -> Bool {
                run.schedule == schedule || fault == .mixesUpEntries
            }
            for index in content.runs.indices where isMeant(content.runs[index]) {
                guard let until = content.runs[index].lease?.until, until <= now, fault != .losesNoRun else { continue }
                (content.runs[index].state, content.runs[index].lease) = (.lost, nil)
                content.runs[index].finishedAt = fault == .endsLostNow ? now : until
            }
            let isTaken = content.runs.contains { run in
                isMeant(run)
                    && (run.due == due && fault != .takesRunsAgain
                        || run.state == .running && fault != .overlapsRuns)
            }
            if isTaken { return nil }
            let number = Int64(content.runs.count) + 1
            content.runs.append(
                TaskRunRecord(
                    number: number, schedule: schedule, task: task, due: due, startedAt: now, state: .running,
                    lease: lease))
            return number
        }
    }

    func renewTask(_ run: Int64, lease: ItemLease) throws(StorageError) -> Bool {
        try changeRun(run, of: lease.owner) { $0.lease = lease }
    }

    func finishTask(
        _ run: Int64, owner: String, state: TaskRunState, summary: String, at moment: Timestamp
    ) throws(StorageError) -> Bool {
        let fault = fault
        return try changeRun(run, of: owner) { record in
            (record.state, record.finishedAt, record.lease) = (state, moment, nil)
            if fault != .losesSummaries { record.summary = summary }
        }
    }

    func taskRuns(of schedule: String?, limit: Int) -> [TaskRunRecord] {
        let runs = read().runs.filter { schedule == nil || $0.schedule == schedule || fault == .listsAllRuns }
        return Array(runs.reversed().prefix(max(0, limit)))
    }

    private func changeRun(
        _ number: Int64, of owner: String, _ body: (inout TaskRunRecord) -> Void
    ) throws(StorageError) -> Bool {
        let fault = fault
        return try change { content in
            let index = content.runs.firstIndex { run in
                run.number == number && (run.lease?.owner == owner || fault == .fencesNoRun)
            }
            guard let index else { return false }
            body(&content.runs[index])
            return true
        }
    }
}
