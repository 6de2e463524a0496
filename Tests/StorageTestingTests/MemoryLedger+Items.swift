import MarketData
import Storage

extension MemoryLedger {
    func restartJob(_ id: JobID, at moment: Timestamp) throws(StorageError) -> Bool {
        let fault = fault
        return try changeJob(id) { job in
            if job.state == .running, fault != .restartsRunning { return false }
            (job.state, job.finishedAt, job.message, job.progress.at) = (.running, nil, "", moment)
            if fault != .keepsCancelled { job.isCancelled = false }
            return true
        }
    }

    func cancelJob(_ id: JobID) throws(StorageError) {
        try changeJob(id) { $0.isCancelled = true }
        if fault == .cancelsAll {
            try change { content in
                for index in content.jobs.indices { content.jobs[index].isCancelled = true }
            }
        }
    }

    func addItems(_ items: [JobItem], to job: JobID) throws(StorageError) {
        try changeJob(job) { $0.start.items += items.count }
        let fault = fault
        try change { content in
            let first = content.items.count { $0.job == job }
            for (index, item) in items.enumerated() {
                let item = JobItem(name: item.name, spec: fault == .losesItemSpecs ? "" : item.spec)
                content.items.append(
                    JobItemRecord(
                        job: job, place: first + index, item: item, progress: JobItemProgress(), attempts: 0,
                        lease: nil))
            }
        }
    }

    func takeItems(
        of job: JobID, limit: Int, among places: Range<Int>?, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> [JobItemRecord] {
        let fault = fault
        return try change { content in
            let free = content.items.indices.filter { index in
                let item = content.items[index]
                let isDead = item.progress.state == .running && item.lease.map { $0.until <= now } ?? false
                return item.job == job && (places?.contains(item.place) ?? true || fault == .ignoresPlaces)
                    && (item.progress.state == .pending || isDead || fault == .takesRunning)
            }
            return (fault == .takesBackwards ? free.reversed() : free).prefix(max(0, limit)).map { index in
                content.items[index].progress.state = .running
                content.items[index].attempts += 1
                content.items[index].lease = lease
                return content.items[index]
            }
        }
    }

    func renewLeases(of job: JobID, _ lease: ItemLease) throws(StorageError) -> Int {
        let fault = fault
        return try changeItems(job, where: { $0.lease?.owner == lease.owner || fault == .renewsForAll }) {
            $0.lease?.until = lease.until
        }
    }

    func releaseItems(of job: JobID, owner: String) throws(StorageError) {
        let fault = fault
        _ = try changeItems(
            job, where: { $0.progress.state == .running && ($0.lease?.owner == owner || fault == .releasesAll) }
        ) { item in
            (item.progress.state, item.lease) = (.pending, nil)
        }
    }

    func dropItems(of job: JobID) throws(StorageError) -> Int {
        let open: Set<JobItemState> = fault == .dropsDone ? [.pending, .running, .done] : [.pending, .running]
        return try changeItems(job, where: { open.contains($0.progress.state) }) { item in
            (item.progress.state, item.lease) = (.dropped, nil)
        }
    }

    func retryItems(of job: JobID) throws(StorageError) -> Int {
        if fault == .keepsFailed { return 0 }
        return try changeItems(job, where: { [.failed, .dropped].contains($0.progress.state) }) { item in
            (item.progress.state, item.progress.errorClass, item.progress.message) = (.pending, "", "")
        }
    }

    func items(of job: JobID, state: JobItemState?) -> [JobItemRecord] {
        read().items.filter { $0.job == job && (state == nil || $0.progress.state == state) }
    }

    func itemCounts(of job: JobID) -> [JobItemState: Int] {
        read().items.reduce(into: [:]) { counts, item in
            if item.job == job { counts[item.progress.state, default: 0] += 1 }
        }
    }

    private func changeItems(
        _ job: JobID, where isMeant: (JobItemRecord) -> Bool, _ body: (inout JobItemRecord) -> Void
    ) throws(StorageError) -> Int {
        try change { content in content.changeItems(of: job, where: isMeant, body) }
    }

    private func changeJob<Result: Sendable>(
        _ id: JobID, _ body: (inout JobRecord) -> Result
    ) throws(StorageError) -> Result {
        try change { content throws(StorageError) in
            guard let index = content.jobs.firstIndex(where: { $0.id == id }) else {
                throw MemoryPlace.error(.other, "there is no job \(id)")
            }
            return body(&content.jobs[index])
        }
    }
}
