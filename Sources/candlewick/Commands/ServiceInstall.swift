import ArgumentParser
import Foundation
import Storage

struct ServiceInstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Write a systemd unit that runs candlewick serve from here.",
        discussion: """
            The hub runs in this folder with these settings, sees no more of the machine than it needs, and is started again
            when it fails. A unit that was changed by hand stays as it is, unless --force is given.

            Example:
              candlewick service install --user --dry-run
              sudo candlewick service install --system --as market --now
            """)

    @OptionGroup var which: ServicePlaceOptions

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "With --system: who it runs as. Otherwise the owner of this folder.", valueName: "user"))
    var account: String?

    @Flag(help: "Also enable and start it.")
    var now = false

    @Flag(help: "Write over a unit that was changed by hand.")
    var force = false

    @Flag(help: "Print the unit, and write nothing.")
    var dryRun = false

    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions

    func validate() throws {
        if account != nil, which.user { throw ValidationError("--as goes with --system") }
        let isName = account?.utf8.allSatisfy {
            ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
        }
        if isName == false || account?.isEmpty == true { throw ValidationError("--as must be the name of a user") }
    }

    func run() throws {
        let (place, text) = (which.place, try unit().text())
        if dryRun {
            Terminal.note("candlewick: \(place.path) would be:")
            return print(text, terminator: "")
        }
        try write(text, to: place.path)
        let enabling = ["enable", "--now", ServicePlace.unit]
        if now {
            try place.run(["daemon-reload"])
            try place.run(enabling)
            return print(
                "running; \((place.systemctl + ["status", ServicePlace.unit]).joined(separator: " ")) says how it is")
        }
        let systemctl = place.systemctl.joined(separator: " ")
        print("next: \(systemctl) daemon-reload && \(systemctl) \(enabling.joined(separator: " "))")
        if place == .user { print("      loginctl enable-linger: it also runs while you are not logged in") }
    }

    private func unit() throws -> ServiceUnit {
        let workspace = try Workspace(options)
        let folder = FileManager.default.currentDirectoryPath
        func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
        func located(_ store: String) -> String {
            store.hasPrefix("sqlite:") ? "sqlite:" + absolute(String(store.dropFirst(7))) : store
        }

        var command = [try Self.program(), "serve"] + options.store.map { "--store=\(located($0))" }
        if let ledger = options.ledger { command.append("--ledger=\(located(ledger))") }
        // What holds here because a file lies in this folder is named, so that it holds there for certain.
        let settings = workspace.settings.file.map(absolute)
        if let settings { command.append("--config=\(settings)") }
        if let file = adapters.adapters { command.append("--adapters=\(absolute(file))") }
        let files = (workspace.stores + [workspace.ledger]).filter { $0.scheme == "sqlite" }.map {
            absolute($0.address)
        }
        var writable = Set(files.map { URL(filePath: $0).deletingLastPathComponent().path })
        let hasServers = workspace.stores.contains { $0.scheme != "sqlite" }
        if hasServers {
            let spool = absolute(workspace.settings.spool.folder)
            // It is made when it is needed first, in the folder above it.
            let isThere = FileManager.default.fileExists(atPath: spool)
            writable.insert(isThere ? spool : URL(filePath: spool).deletingLastPathComponent().path)
        }
        return ServiceUnit(
            place: which.place, command: command, folder: folder,
            account: which.system ? try account ?? Self.owner(of: folder) : nil,
            writable: writable.sorted(), needed: [command[0], folder] + workspace.settings.ingestPaths.map(absolute))
    }

    /// The program that runs now, where it lies.
    private static func program() throws -> String {
        do {
            return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        } catch {
            throw Failure("where this program lies is not known: \(error.localizedDescription)")
        }
    }

    private static func owner(of folder: String) throws -> String {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder)
            guard let name = attributes[.ownerAccountName] as? String else {
                throw Failure("\(folder): its owner has no name; give one with --as USER", status: .wrongUse)
            }
            return name
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(folder): \(error.localizedDescription)")
        }
    }

    private func write(_ text: String, to path: String) throws {
        if let bytes = FileManager.default.contents(atPath: path) {
            let there = String(decoding: bytes, as: UTF8.self)
            if there == text { return print("\(printable(path)): is there already, and the same") }
            guard force || ServiceUnit.isUntouched(there) else {
                throw Failure(
                    "\(path): was changed since candlewick wrote it, or is not candlewick's; --dry-run shows what would be "
                        + "written, --force writes over it")
            }
        }
        do {
            try FileManager.default.createDirectory(
                at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        } catch {
            throw Failure("\(path): cannot be written: \(error.localizedDescription)")
        }
        print("\(printable(path)): written")
    }
}
