import ArgumentParser
import Foundation
import Ingestion
import Storage

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Create the schema of the configured store, or bring it up to this version.",
        discussion: """
            Example:
              candlewick migrate
              candlewick migrate --drop --store sqlite:old.db
            """)

    @OptionGroup var options: StoreOptions

    @Flag(help: "Delete the store with everything in it first. Asks.")
    var drop = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let workspace = try Workspace(options)
        var changes = ChangeList(json: json)
        if drop { guard try dropStore(workspace, &changes) else { return try changes.end() } }
        if dryRun {
            try preview(workspace, &changes)
            return try changes.end()
        }
        let store = try workspace.open(.create)
        let before = store.schemaVersion
        try store.migrate()
        let after = store.schemaVersion
        let change = before == after ? "is up to date" : before == 0 ? "created" : "upgraded from version \(before)"
        changes.add(store.series.location, "\(change), schema version \(after)")
        try changes.end()
    }

    private func preview(_ workspace: Workspace, _ changes: inout ChangeList) throws {
        let current = OpenStore.currentSchemaVersion
        guard FileManager.default.fileExists(atPath: workspace.location.address) else {
            changes.add("\(workspace.location)", "would be created with schema version \(current)")
            return
        }
        let version = try workspace.open(.create).schemaVersion
        let change = version == current ? "is up to date" : "would be upgraded from version \(version)"
        changes.add("\(workspace.location)", "\(change), schema version \(current)")
    }

    /// Deletes the store's files after asking; false when the user does not want to, or only looks.
    private func dropStore(_ workspace: Workspace, _ changes: inout ChangeList) throws -> Bool {
        let path = workspace.location.address
        guard FileManager.default.fileExists(atPath: path) else { return true }
        // Opened first: only a candlewick store is ever deleted.
        let store = try workspace.open(.create)
        let series = store.schemaVersion > 0 ? try store.series.series(matching: SeriesFilter()).count : 0
        if store.schemaVersion > 0, let job = try DeadJobs(store.ledger).living(now: Workspace.now()).first {
            throw Failure(
                "\(workspace.location): job \(job.id) (\(job.start.command)) is at work in it; end it first, or wait a "
                    + "minute if its process is gone")
        }
        let location = "\(workspace.location)"
        let content = "\(counted(series, "series")) and its ledger"
        if dryRun {
            changes.add(location, "would be deleted with \(content)")
            return false
        }
        guard try Question.confirm("Delete \(location) with \(content)?", yes: yes) else {
            changes.add(location, "left as it is")
            return false
        }
        try store.drop()
        changes.add(location, "deleted")
        return true
    }
}
