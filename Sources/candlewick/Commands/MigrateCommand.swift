import ArgumentParser
import Foundation
import Ingestion
import Spool
import Storage

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Create the schema of every configured store, or bring it up to this version.",
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
        for location in workspace.places {
            if drop { guard try dropStore(location, workspace, &changes) else { continue } }
            if dryRun {
                try preview(location, workspace, &changes)
                continue
            }
            let place = try workspace.place(at: location, .create)
            let before = place.schemaVersion
            try place.migrate()
            let after = place.schemaVersion
            let change =
                before == after ? "is up to date" : before == 0 ? "created" : "upgraded from version \(before)"
            changes.add("\(location)", "\(change), schema version \(after)")
        }
        try changes.end()
    }

    private func preview(_ location: StoreLocation, _ workspace: Workspace, _ changes: inout ChangeList) throws {
        guard StoreKind(location)?.isThere(location) == true else {
            let current = StoreKind(location)?.currentSchemaVersion ?? 0
            changes.add("\(location)", "would be created with schema version \(current)")
            return
        }
        let place = try workspace.place(at: location, .create)
        let current = place.currentSchemaVersion
        switch place.schemaVersion {
        case current: changes.add("\(location)", "is up to date, schema version \(current)")
        case 0: changes.add("\(location)", "would be created with schema version \(current)")
        case let version:
            changes.add("\(location)", "would be upgraded from version \(version), schema version \(current)")
        }
    }

    /// Deletes a store after asking; false when the user does not want to, or only looks.
    private func dropStore(
        _ location: StoreLocation, _ workspace: Workspace, _ changes: inout ChangeList
    ) throws -> Bool {
        guard StoreKind(location)?.isThere(location) == true else { return true }
        // Opened first: only a candlewick store is ever deleted.
        let place = try workspace.place(at: location, .create)
        if place.schemaVersion > 0, let ledger = place.ledger,
            let job = try DeadJobs(ledger).living(now: Workspace.now()).first
        {
            throw Failure(
                "\(location): job \(job.id) (\(job.start.command)) is at work in it; end it first, or wait a "
                    + "minute if its process is gone")
        }
        try dropSpool(location, workspace, dryRun: true)
        let content = try place.contents()
        if dryRun {
            changes.add("\(location)", "would be deleted with \(content)")
            return false
        }
        guard try Question.confirm("Delete \(location) with \(content)?", yes: yes) else {
            changes.add("\(location)", "left as it is")
            return false
        }
        try place.drop()
        try dropSpool(location, workspace, dryRun: false)
        changes.add("\(location)", "deleted")
        return true
    }

    /// A spool remembers which store its rows are for; the next one at this place is another. Refused while rows wait.
    private func dropSpool(_ location: StoreLocation, _ workspace: Workspace, dryRun: Bool) throws {
        guard let status = try SpoolStatus.of("\(location)", below: workspace.settings.spool.folder) else { return }
        if status.rows > 0 {
            throw Failure(
                "\(location): \(counted(status.rows, "row")) wait on disk for it; give them to it with candlewick spool "
                    + "drain, or give them up by moving the folder \(status.path) away")
        }
        if !dryRun { try FileManager.default.removeItem(atPath: status.path) }
    }
}
