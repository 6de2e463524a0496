import Access
import Hummingbird

/// Jobs, runs and tasks: what is done, and having it done.
enum WorkRoutes {
    static func add(to router: Router<HubRequestContext>, _ jobs: JobRoutes) {
        let tasks = TaskRoutes(services: jobs.services, changes: jobs.changes)
        let read = router.group("v1").add(middleware: RoleRequirement(.read))
        read.get("jobs", use: jobs.list)
        read.get("jobs/:job", use: jobs.show)
        read.get("runs", use: jobs.runs)
        read.get("runs/:run", use: jobs.run)
        read.get("tasks", use: tasks.list)
        read.get("tasks/runs", use: tasks.runs)
        let operate = router.group("v1").add(middleware: RoleRequirement(.operate))
        operate.post("jobs", use: jobs.start)
        for action in JobRoutes.Action.allCases {
            operate.post("jobs/:job/\(action.rawValue)") { try await jobs.change(action, $0, $1) }
        }
        operate.post("runs/:run/cancel", use: jobs.cancelRun)
        operate.post("tasks/:name/run", use: tasks.start)
    }
}
