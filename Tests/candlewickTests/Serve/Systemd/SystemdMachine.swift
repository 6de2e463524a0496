import Foundation
import Glibc
import Testing

/// A systemd of its own as process 1 of namespaces of its own; `systemd-machine` beside this file makes it. Gone with the object.
final class SystemdMachine {
    private static let script = "\(Programs.package)/Tests/candlewickTests/Serve/Systemd/systemd-machine"
    private static let systemd = "/usr/lib/systemd/systemd"
    private static let namespaces = [
        "--mount", "--pid", "--fork", "--kill-child", "--cgroup", "--net", "--uts", "--ipc",
    ]

    /// Root that may make namespaces and mount groups of processes in them, and a user who owns nothing and finds the program.
    static let isPossible: Bool = {
        guard Programs.isRoot, FileManager.default.isExecutableFile(atPath: systemd),
            let unshare = Programs.find("unshare"), Programs.find("nsenter") != nil, OtherUser.isPossible
        else { return false }
        do {
            let trial = "mount --make-rprivate / && mount -t proc proc /proc && mount -t cgroup2 cgroup2 /mnt"
            return try Sandbox().run(unshare, namespaces + ["sh", "-c", trial]).status == 0
        } catch {
            return false
        }
    }()

    private let sandbox: Sandbox
    private let maker: Process
    private let first: Int

    /// Boots it; `/srv/hub` has what is in the sandbox, and belongs to `nobody`.
    init(_ sandbox: Sandbox) throws {
        self.sandbox = sandbox
        let root = "\(sandbox.path)-machine"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        maker = sandbox.process(Self.script, [root], ["FROM": sandbox.path])
        let log = sandbox("machine.log")
        try Data().write(to: URL(filePath: log))
        maker.standardOutput = try FileHandle(forWritingTo: URL(filePath: log))
        maker.standardError = maker.standardOutput
        try maker.run()
        let (maker, number) = (maker, maker.processIdentifier)
        var child: Int?
        var (isUp, said) = (false, "")
        for _ in 0..<1200 where !isUp && maker.isRunning {
            usleep(50_000)
            let children = "/proc/\(number)/task/\(number)/children"
            // Not there before the process is.
            child = (try? String(contentsOfFile: children, encoding: .utf8))?.split(separator: " ").first.flatMap {
                Int($0)
            }
            guard let child else { continue }
            let state = try sandbox.run(Self.nsenter, Self.words(child) + ["systemctl", "is-system-running"])
            isUp = state.output.hasPrefix("running") || state.output.hasPrefix("degraded")
            said = state.output + state.error
        }
        guard let child, isUp else {
            kill(number, SIGKILL)
            throw NotUp(description: "systemd did not come up: \(said) \(try sandbox.read("machine.log"))")
        }
        first = child
        try run("sh", "-c", "cp -a /srv/from/. /srv/hub/ && chown -R nobody /srv/hub")
    }

    deinit { if maker.isRunning { kill(maker.processIdentifier, SIGKILL) } }

    struct NotUp: Error, CustomStringConvertible { let description: String }

    private static let nsenter = Programs.find("nsenter") ?? "nsenter"

    private static func words(_ first: Int) -> [String] {
        ["--target", "\(first)", "--mount", "--pid", "--uts", "--ipc", "--cgroup", "--net"]
            + ["sh", "-c", "cd /srv/hub && exec \"$@\"", "sh"]
    }

    /// Runs a program in the machine, in `/srv/hub`, as root; what it printed.
    @discardableResult
    func run(_ words: String...) throws -> String {
        let run = try sandbox.run(Self.nsenter, Self.words(first) + words)
        try #require(run.status == 0, "\(words): \(run.output) \(run.error)")
        return run.output
    }

    /// A property of the hub's unit.
    func property(_ name: String) throws -> String {
        try run("systemctl", "show", "candlewick.service", "--property=\(name)", "--value").filter { $0 != "\n" }
    }

    /// What the hub answers.
    func ask(_ path: String, _ options: String...) throws -> String {
        let words =
            ["curl", "--silent", "--show-error", "--max-time", "60"] + options + ["http://127.0.0.1:8321\(path)"]
        return try sandbox.run(Self.nsenter, Self.words(first) + words).output
    }

    /// Waits for something at most a minute.
    func until(_ what: String, _ isTrue: () throws -> Bool) throws {
        for _ in 0..<600 {
            if try isTrue() { return }
            usleep(100_000)
        }
        let log = try run("journalctl", "--unit=candlewick", "--no-pager", "--lines=30")
        Issue.record("waited in vain until \(what): \(log)")
    }
}
