import HTTPTypes
import MarketData
import Overview
import Reporting
import Storage

/// One job: how far it is, what it did, what went wrong.
struct JobPage {
    let services: HubServices
    let id: JobID
    let request: PageRequest

    private static let (page, files, told) = (100, 200, 20)

    func fields() throws -> Fields {
        let ledger = services.ledger
        guard let job = try ledger.job(id) else {
            throw Problem(.notFound, "No such job", "the ledger has no job \(id); /jobs lists those it has")
        }
        let state = try request.choice("state", JobItemState.self)
        let items = try ledger.items(of: id, state: state)
        let counts = try ledger.itemCounts(of: id)
        let files = try ledger.files(job: id)
        let givenUp = try ledger.givenUp(job: id)
        let paging = try Paging(items.count, by: Self.page, request)
        let link = Link("/jobs/\(id)")
        var fields = JobFields.summary(job, now: services.now())
        fields["items_table"] = items[paging.rows].map(item)
        fields["has_items"] = !items.isEmpty || state != nil
        fields["states"] =
            [Fields.choice("", "All states", state?.rawValue)]
            + JobItemState.allCases.map {
                Fields.choice($0.rawValue, "\($0.rawValue) (\((counts[$0] ?? 0).grouped))", state?.rawValue)
            }
        let (errors, bad) = (try errors(), files.filter { Self.isTrouble($0.status) })
        fields["errors"] = errors
        fields["bad_files"] = bad.prefix(Self.told).map(file)
        fields["has_trouble"] = !errors.isEmpty || !bad.isEmpty
        // Said once: what went wrong stands below.
        let said = job.message
        if bad.contains(where: { !$0.message.isEmpty && said.contains($0.message) }) { fields["message"] = "" }
        let loads = ["load", "backfill", "retry"].contains(job.start.command)
        fields["files_name"] = loads ? "Parts" : job.start.command == "ingest" ? "Files" : "Files and parts"
        if bad.count > Self.told { fields["more_errors"] = (bad.count - Self.told).counted("file") }
        fields["files"] = files.prefix(Self.files).map(file)
        fields["has_files"] = !files.isEmpty
        if files.count > Self.files { fields["more_files"] = (files.count - Self.files).counted("file") }
        fields["given_up"] = givenUp.prefix(Self.files).map { record -> Fields in
            [
                "scope": record.part.scope.description, "start": Fields.time(record.part.range.start),
                "end": Fields.time(record.part.range.end), "reason": record.part.reason,
                "message": record.part.message,
            ]
        }
        fields["has_given_up"] = !givenUp.isEmpty
        if job.isCancelled { fields["is_cancelled"] = true }
        let actions = Self.actions(
            job, failed: (counts[.failed] ?? 0) + (counts[.dropped] ?? 0), givenUp: givenUp.count)
        (fields["actions"], fields["has_actions"]) = (actions, !actions.isEmpty)
        if actions.isEmpty, [.failed, .partial, .paused].contains(job.state) {
            fields["advice"] = "To go on, give the same command again; what is stored already is not read twice."
        } else if let text = RepeatedOrder.text(job), job.state != .completed {
            (fields["advice"], fields["again"]) = ("It was asked:", text)
        }
        fields["paging"] = paging.fields(link, keeping: request, ["state"])
        return fields
    }

    /// What went wrong by class and message, the most frequent first.
    private func errors() throws -> [Fields] {
        var counts: [[String]: Int] = [:]
        for item in try services.ledger.items(of: id, state: .failed) {
            counts[[item.progress.errorClass, item.progress.message], default: 0] += 1
        }
        return counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key[1] < $1.key[1] }.prefix(20).map {
            ["class": $0.key[0], "message": $0.key[1], "count": $0.value.counted("item")]
        }
    }

    /// Whether a file is one to look at first.
    private static func isTrouble(_ status: FileStatus) -> Bool { [.failed, .invalid, .partial].contains(status) }

    private func item(_ record: JobItemRecord) -> Fields {
        [
            "place": record.place + 1, "name": record.item.name, "state": record.progress.state.rawValue,
            "class": record.progress.errorClass, "message": record.progress.message,
            "rows": record.progress.rows.grouped, "attempts": record.attempts,
            "took": Fields.span(record.progress.duration),
        ]
    }

    private func file(_ file: FileRecord) -> Fields {
        [
            "path": file.path, "status": file.status.rawValue, "series": file.series?.description ?? "–",
            "rows": file.rowsRead.grouped, "rejected": file.rejected.grouped, "has_rejects": file.rejected > 0,
            "message": file.message,
        ]
    }

    /// What can be done with a job in its state.
    static func actions(_ job: JobRecord, failed: Int, givenUp: Int) -> [Fields] {
        func action(_ verb: String, _ name: String, _ question: String) -> Fields {
            [
                "path": "/v1/jobs/\(job.id)/\(verb)", "form": "/jobs/\(job.id)/\(verb)", "name": name,
                "question": question,
            ]
        }
        let resume = action("resume", "Resume", "The job goes on where it stopped.")
        let cancel = action(
            "cancel", "Cancel", "What the job has not done yet is dropped. What it has written stays."
        )
        .merging(["is_plain": true]) { own, _ in own }
        let again = action(
            "retry", "Retry",
            "The same is asked for again, by a new job. What is stored already is not asked for twice.")
        let canRepeat = RepeatedOrder.errand(job) != nil
        switch job.state {
        case .running:
            return [action("pause", "Pause", "The job stops at a point from which it goes on later."), cancel]
        case .paused, .pending: return job.start.canBeTakenUp ? [resume, cancel] : canRepeat ? [again] : []
        case .partial, .failed:
            if canRepeat { return [again] }
            if givenUp > 0 || failed > 0 && job.start.canBeTakenUp {
                return [
                    action(
                        "retry", "Retry what failed",
                        "\(Swift.max(givenUp, failed).counted("part")) that failed or were given up are tried again.")
                ]
            }
            return job.start.canBeTakenUp ? [action("retry", "Retry", "The job goes on where it stopped.")] : []
        case .completed:
            return givenUp > 0
                ? [action("retry", "Retry what was given up", "What was given up is asked for again, by a new job.")]
                : []
        }
    }
}
