import MarketData
import Overview
import Reporting
import Storage

/// The jobs, newest first.
struct JobsPage {
    let services: HubServices
    let request: PageRequest

    private static let (page, most) = (50, 2000)

    func fields() throws -> Fields {
        let state = try request.choice("state", JobState.self)
        let all = try services.ledger.jobs(limit: Self.most)
        let jobs = all.filter { state == nil || $0.state == state }
        let paging = try Paging(jobs.count, by: Self.page, request)
        let now = services.now()
        let running = jobs.filter { $0.state == .running }
        var fields: Fields = [
            "running": running.map { JobFields.summary($0, now: now) }, "has_running": !running.isEmpty,
            "jobs": jobs[paging.rows].map { JobFields.summary($0, now: now) }, "has_jobs": !jobs.isEmpty,
            "is_empty": all.isEmpty,
            "states": [Fields.choice("", "All states", state?.rawValue)]
                + JobState.allCases.map { Fields.choice($0.rawValue, $0.rawValue, state?.rawValue) },
            "sync": JobWish(command: "sync").text,
        ]
        fields["paging"] = paging.fields(Link("/jobs"), keeping: request, ["state"])
        return fields
    }
}
