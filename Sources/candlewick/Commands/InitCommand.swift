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

    func run() throws {
        let settingsFile = options.config ?? Settings.fileName
        let folder = settingsFile.lastIndex(of: "/").map { settingsFile[...$0] } ?? ""
        var settings = Defaults.settings
        if let store = options.store {
            let written = "series = \"\(Workspace.defaultStore)\""
            settings = settings.replacingOccurrences(of: written, with: "series = \(Self.quoted(store))")
        }
        let tiersFile = folder + "tiers.toml"
        try write(settings, to: settingsFile)
        try write(Defaults.tiers, to: String(tiersFile))

        if dryRun {
            print("would create the store \(try Workspace(options).location)")
            return
        }
        var here = options
        here.config = settingsFile
        let workspace = try Workspace(here)
        let store = try workspace.open(.create)
        try store.migrate()
        print("\(store.series.location): ready, schema version \(store.schemaVersion)")
        print("next: candlewick ingest PATH")
    }

    private func write(_ text: String, to file: String) throws {
        if FileManager.default.fileExists(atPath: file) {
            print("\(file): is there, left as it is")
        } else if dryRun {
            print("would write \(file)")
        } else {
            do {
                try text.write(toFile: file, atomically: true, encoding: .utf8)
            } catch {
                throw Failure("\(file): cannot be written: \(error.localizedDescription)")
            }
            print("\(file): written")
        }
    }

    /// A TOML basic string.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
    }
}
