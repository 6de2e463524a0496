import ArgumentParser
import Foundation

struct ServiceUninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall", abstract: "Remove the unit that candlewick service install has written.",
        discussion: "Example:\n  candlewick service uninstall --user --now")

    @OptionGroup var which: ServicePlaceOptions

    @Flag(help: "Also stop the hub that runs.")
    var now = false

    @Flag(help: "Remove it although it was changed since it was written.")
    var force = false

    @Flag(help: "Say what would be removed, and remove nothing.")
    var dryRun = false

    func run() throws {
        let (place, path) = (which.place, which.place.path)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path): there is no such unit; nothing was done")
        }
        guard force || ServiceUnit.isUntouched(String(decoding: bytes, as: UTF8.self)) else {
            throw Failure("\(path): was changed since candlewick wrote it; --force removes it all the same")
        }
        if dryRun { return print("\(printable(path)): would be removed") }
        if now { try place.run(["disable", "--now", ServicePlace.unit]) }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw Failure("\(path): cannot be removed: \(error.localizedDescription)")
        }
        print("\(printable(path)): removed; stores and settings are as they were")
        if now { return try place.run(["daemon-reload"]) }
        print("next: \((place.systemctl + ["daemon-reload"]).joined(separator: " "))")
    }
}
