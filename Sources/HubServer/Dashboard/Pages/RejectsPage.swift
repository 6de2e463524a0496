import MarketData
import Reporting
import Storage

/// Records that were refused: where they stand, why, and their own text.
struct RejectsPage {
    let services: HubServices
    let request: PageRequest

    private static let (page, most, jobs) = (100, 10_000, 500)

    func fields() throws -> Fields {
        let ledger = services.ledger
        let jobs = try ledger.jobs(limit: Self.jobs).filter { $0.progress.rejected > 0 }
        let number = try request.number("job", in: 1...Int(Int32.max), otherwise: Int(jobs.first?.id.value ?? 0))
        var fields: Fields = [
            "jobs": jobs.map { job in
                Fields.choice(
                    "\(job.id)",
                    "Job \(job.id): \(job.start.command), \(job.progress.rejected.grouped) rejected, "
                        + job.start.startedAt.shortText, "\(number)")
            }, "has_jobs": !jobs.isEmpty,
        ]
        guard number > 0 else { return fields }
        let rejects = try ledger.rejects(job: JobID(Int64(number)), limit: Self.most)
        let paging = try Paging(rejects.count, by: Self.page, request)
        var reasons: [Reject.Code: Int] = [:]
        for record in rejects { reasons[record.reject.code, default: 0] += 1 }
        fields["job"] = number
        fields["rejects"] = rejects[paging.rows].map { record -> Fields in
            [
                "path": record.path, "row": record.reject.row < 0 ? "–" : Int(record.reject.row).grouped,
                "code": "\(record.reject.code)", "reason": record.reject.reason, "raw": record.reject.raw,
            ]
        }
        fields["has_rejects"] = !rejects.isEmpty
        fields["reasons"] = reasons.sorted { $0.value > $1.value }.map {
            ["code": "\($0.key)", "count": $0.value.grouped] as Fields
        }
        if rejects.count == Self.most { fields["most"] = Self.most.grouped }
        fields["paging"] = paging.fields(Link("/rejects"), keeping: request, ["job"])
        return fields
    }
}
