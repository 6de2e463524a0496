import ArgumentParser
import Foundation
import Storage

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented candlewick.toml and tiers.toml here, and create the store.",
        discussion: """
            Files that are there already stay as they are.

            Example:
              candlewick init
              candlewick init --store sqlite:/data/market.db
            """)

    @OptionGroup var options: StoreOptions

    @Flag(help: "Say what would be written, and write nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        var changes = ChangeList(json: json)
        let settingsFile = options.config ?? Settings.fileName
        let folder = settingsFile.lastIndex(of: "/").map { settingsFile[...$0] } ?? ""
        var settings = Defaults.settings
        try options.refusePasswords()
        // Paths in the file are relative to its folder, the ones on the command line are to ours.
        func meant(_ store: String) -> String { Self.quoted(folder.isEmpty ? store : Self.absolute(store)) }
        if !options.store.isEmpty {
            let stores = options.store.map(meant)
            let value = stores.count == 1 ? stores[0] : "[\(stores.joined(separator: ", "))]"
            settings = settings.replacingOccurrences(
                of: "series = \"\(Workspace.defaultStore)\"", with: "series = \(value)")
        }
        if let ledger = options.ledger {
            settings = settings.replacingOccurrences(
                of: "# ledger = \"\(Workspace.defaultStore)\"", with: "ledger = \(meant(ledger))")
        }
        let tiersFile = folder + "tiers.toml"
        try write(settings, to: settingsFile, &changes)
        try write(Defaults.tiers, to: String(tiersFile), &changes)
        if dryRun {
            let isThere = FileManager.default.fileExists(atPath: settingsFile)
            // A file that was named and is not written yet cannot be read.
            let planned =
                try isThere || options.config == nil
                ? Settings.load(options.config) : Settings(TOMLFile(path: settingsFile, text: settings))
            for location in try Workspace(options, planned).places {
                changes.add("\(location)", "would be created unless it is there")
            }
            return try changes.end()
        }
        let workspace = try Workspace(options, Settings(file: settingsFile))
        for location in workspace.places {
            let place = try workspace.place(at: location, .create)
            try place.migrate()
            changes.add("\(location)", "ready, schema version \(place.schemaVersion)")
        }
        try changes.end()
        // A store that the settings do not name has to be named again.
        let settled = workspace.settings.stores.isEmpty ? [Workspace.defaultStore] : workspace.settings.stores
        let isInSettings = try settled.map(Workspace.location) == workspace.stores
        let naming = isInSettings ? "" : workspace.stores.map { " --store \($0)" }.joined()
        if !json { print("next: candlewick ingest PATH\(naming)") }
    }

    private func write(_ text: String, to file: String, _ changes: inout ChangeList) throws {
        if FileManager.default.fileExists(atPath: file) {
            changes.add(file, "is there, left as it is")
        } else if dryRun {
            changes.add(file, "would be written")
        } else {
            do {
                try text.write(toFile: file, atomically: true, encoding: .utf8)
            } catch {
                throw Failure("\(file): cannot be written: \(error.localizedDescription)")
            }
            changes.add(file, "written")
        }
    }

    /// The same store wherever its name is read; what names none is left for the message.
    private static func absolute(_ store: String) -> String {
        guard let location = StoreLocation(store), location.scheme == "sqlite" else { return store }
        return "sqlite:" + URL(filePath: location.address).path
    }

    /// A TOML basic string.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
    }
}
