import ArgumentParser
import Foundation
import Glibc

/// Which systemd runs the hub.
enum ServicePlace {
    /// The user's own: `~/.config/systemd/user`.
    case user
    /// The machine's: `/etc/systemd/system`.
    case system

    static let unit = "candlewick.service"

    /// Where the unit's file is.
    var path: String {
        switch self {
        case .system: return "/etc/systemd/system/\(Self.unit)"
        case .user:
            let home = Environment["XDG_CONFIG_HOME"] ?? (Environment["HOME"] ?? NSHomeDirectory()) + "/.config"
            return "\(home)/systemd/user/\(Self.unit)"
        }
    }

    /// How its systemd is spoken to.
    var systemctl: [String] { self == .user ? ["systemctl", "--user"] : ["systemctl"] }

    /// Has systemd do something.
    func run(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = systemctl + words
        let line = (systemctl + words).joined(separator: " ")
        do {
            try process.run()
        } catch {
            throw Failure("\(line): could not be started: \(error.localizedDescription)")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure("\(line) failed; what it said is above")
        }
    }
}

/// Which systemd: for both commands.
struct ServicePlaceOptions: ParsableArguments {
    @Flag(
        help:
            "For your own systemd: no rights are needed, it runs while you are logged in (or always, after loginctl enable-linger)."
    )
    var user = false

    @Flag(help: "For the machine's systemd: needs root.")
    var system = false

    func validate() throws {
        if user == system { throw ValidationError("give one of --user and --system") }
    }

    var place: ServicePlace { user ? .user : .system }
}
