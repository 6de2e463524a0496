import HTTPTypes
import Hummingbird

/// The buttons of a job's page where no script runs: a form each, which comes back to the page.
enum JobForms {
    static func add(to pages: RouterGroup<HubRequestContext>, _ jobs: JobRoutes) {
        for action in JobRoutes.Action.allCases {
            pages.post("/jobs/{job}/\(action.rawValue)") { request, context in
                // Nothing of the form is looked at: the address says it all.
                _ = try await request.body.collect(upTo: RequestBody.longest)
                let begun = try await jobs.perform(action, on: try await jobs.record(context))
                let number = begun.job.map { "\($0)" } ?? context.parameters.get("job") ?? ""
                return LoginPage.seeOther(Link("/jobs/", escaping: number).text)
            }
        }
    }
}
