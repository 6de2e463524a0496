import Access
import Hummingbird
import Storage

/// The pages and what they load.
enum DashboardRoutes {
    static func add(
        to router: Router<HubRequestContext>, _ dashboard: Dashboard, _ jobs: JobRoutes
    ) {
        router.get("/assets/{name}") { request, context in
            try dashboard.assets.response(context.parameters.get("name") ?? "", to: request)
        }
        let pages = router.group().add(middleware: RoleRequirement(.read))
        addCoverage(to: pages, dashboard)
        addAssets(to: pages, dashboard)
        addWork(to: pages, dashboard)
        JobForms.add(to: pages.group().add(middleware: RoleRequirement(.operate)), jobs)
        AccessPages.add(to: pages.group().add(middleware: RoleRequirement(.admin)), dashboard)
    }

    private static func addCoverage(to pages: RouterGroup<HubRequestContext>, _ dashboard: Dashboard) {
        let services = dashboard.services
        pages.get("/") { request, context in
            let (report, unseen) = (try await services.reports.report(), try await services.reports.unseen())
            return try await dashboard.page("overview", PageRequest(request, context)) {
                try OverviewPage(services: services, report: report, unseen: unseen).fields()
            }
        }
        pages.get("/coverage") { request, context in
            let (page, report) = (PageRequest(request, context), try await services.reports.report())
            return try await dashboard.page("coverage", page) {
                try CoveragePage(report: report, request: page).fields()
            }
        }
        pages.get("/coverage/evidence") { request, context in
            let (page, report) = (PageRequest(request, context), try await services.reports.report())
            return try await dashboard.page("evidence", page) {
                try EvidencePage(services: services, report: report, request: page).fields()
            }
        }
        pages.get("/gaps") { request, context in
            let (page, sources) = (PageRequest(request, context), try await services.sources())
            return try await dashboard.page("gaps", page) {
                try GapsPage(services: services, sources: sources, request: page).fields()
            }
        }
    }

    private static func addAssets(to pages: RouterGroup<HubRequestContext>, _ dashboard: Dashboard) {
        let services = dashboard.services
        pages.get("/asset") { request, context in
            let (page, report) = (PageRequest(request, context), try await services.reports.report())
            return try await dashboard.page("assets", page) {
                try AssetsPage(services: services, report: report, request: page).fields()
            }
        }
        pages.get("/asset/{ticker}") { request, context in
            let ticker = context.name("ticker") ?? ""
            let (page, report) = (PageRequest(request, context), try await services.reports.report())
            return try await dashboard.page("asset", page) {
                try AssetPage(services: services, report: report, ticker: ticker, request: page).fields()
            }
        }
        pages.get("/adapters") { request, context in
            try await dashboard.page("adapters", PageRequest(request, context)) {
                AdaptersPage(adapters: try services.adapters()).fields()
            }
        }
    }

    private static func addWork(to pages: RouterGroup<HubRequestContext>, _ dashboard: Dashboard) {
        let services = dashboard.services
        pages.get("/jobs") { request, context in
            let page = PageRequest(request, context)
            return try await dashboard.page("jobs", page) {
                try JobsPage(services: services, request: page).fields()
            }
        }
        pages.get("/jobs/{job}") { request, context in
            let (page, text) = (PageRequest(request, context), context.parameters.get("job") ?? "")
            guard let number = Int64(text), number > 0 else {
                throw Problem(.notFound, "No such job", "'\(text)' is no number of a job; /jobs lists them")
            }
            return try await dashboard.page("job", page) {
                try JobPage(services: services, id: JobID(number), request: page).fields()
            }
        }
        pages.get("/rejects") { request, context in
            let page = PageRequest(request, context)
            return try await dashboard.page("rejects", page) {
                try RejectsPage(services: services, request: page).fields()
            }
        }
        pages.get("/tasks") { request, context in
            let page = PageRequest(request, context)
            return try await dashboard.page("tasks", page) {
                try TasksPage(services: services, request: page).fields()
            }
        }
    }
}
