import ArgumentParser
import MarketData
import Spool
import Storage

struct SpoolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool",
        abstract: "Rows that wait on disk for a server that was away: list them, or give them to it.",
        discussion: """
            Every command that writes gives them to the server by itself when it is there again.

            Example:
              candlewick spool
              candlewick spool drain
            """,
        subcommands: [SpoolList.self, SpoolDrainCommand.self], defaultSubcommand: SpoolList.self)
}

struct SpoolList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the stores for which rows wait.",
        discussion: "Example:\n  candlewick spool")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    private struct Row: Encodable {
        var store: String
        var rows: Int
        var batches: Int
        var bytes: Int64
        var limit: Int64
        var oldest: String?
        var refused_batches: Int
        var damage: String?
        var path: String
    }

    func run() throws {
        let folder = try Settings.load(options.config).spool.folder
        let found = try SpoolStatus.all(below: folder)
        if json {
            return try printJSON(
                found.map {
                    Row(
                        store: $0.location ?? "", rows: $0.rows, batches: $0.records, bytes: $0.bytes, limit: $0.limit,
                        oldest: $0.oldest?.description, refused_batches: $0.refused,
                        damage: $0.damage.map { "\($0)" }, path: $0.path)
                })
        }
        if found.isEmpty { return Terminal.note("nothing waits: there is no spool in \(folder)") }
        var table = Table(
            ("STORE", .left), ("ROWS", .right), ("SIZE", .right), ("ROOM", .right), ("SINCE (UTC)", .left),
            ("REFUSED", .right), ("STATE", .left))
        for status in found {
            table.add(
                status.location ?? status.path, grouped(status.rows), byteSize(status.bytes), byteSize(status.limit),
                status.oldest.map(shortTime) ?? "-", grouped(status.refused),
                status.damage.map { "\($0)" } ?? (status.rows > 0 ? "waiting" : "empty"))
        }
        table.print()
    }
}

struct SpoolDrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Give the rows that wait to their servers.",
        discussion: "Example:\n  candlewick spool drain")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    private struct Row: Encodable {
        var store: String
        var rows: Int
        var refused_batches: Int
        var waiting: Int
    }

    func run() throws {
        let workspace = try Workspace(options)
        let stop = StopFlag()
        let interruption = Interruption { stop.set() }
        defer { interruption.end() }
        var rows: [Row] = []
        for location in workspace.stores where workspace.hasSpool(location) {
            guard let status = try SpoolStatus.of("\(location)", below: workspace.settings.spool.folder),
                status.rows > 0
            else { continue }
            let drain = try workspace.spooling(location, stop).drain()
            // What was drained while it was opened counts, too.
            let given = status.rows - drain.waiting
            rows.append(Row(store: "\(location)", rows: given, refused_batches: drain.refused, waiting: drain.waiting))
            if !json { print("\(location): \(counted(given, "row")) given, \(counted(drain.waiting, "row")) left") }
        }
        if json { return try printJSON(rows) }
        if rows.isEmpty { Terminal.note("nothing waits") }
    }
}
