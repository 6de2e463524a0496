import AdapterHost
import ArgumentParser
import Confinement
import MarketData

struct AdaptersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapters",
        abstract: "List the adapters: what they give, how each is run, whether it works.",
        discussion: """
            An adapter that cannot be used is listed with every reason; it does not stop the others. Those that came with
            candlewick run in its process; any other one runs in a worker process without rights, unless adapters.conf
            says otherwise. One that keeps failing in its workers is put into quarantine until its library is replaced
            or it is released.

            Example:
              candlewick adapters
              candlewick adapters --json
              candlewick adapters --release my-exchange
            """)

    @OptionGroup var adapters: AdapterOptions

    @Option(help: ArgumentHelp("The settings file.", valueName: "file"))
    var config: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Let an adapter out of quarantine.", valueName: "adapter"))
    var release: String?

    /// What the source allows; nil where it sets no limit.
    private struct Limits: Encodable {
        var rows_per_reply: Int64?
        var reach_rows: Int64?
        var reach_days: Double?
        var requests_per_minute: Int64?

        init(_ limits: SourceLimits) {
            func some(_ value: Int64) -> Int64? { value > 0 ? value : nil }
            rows_per_reply = some(limits.rowsPerReply)
            reach_rows = some(limits.reachRows)
            reach_days = some(limits.reachTime).map { Double($0) / 86_400e9 }
            requests_per_minute = some(limits.requestsPerMinute)
        }

        /// `1000 rows a reply, 60 requests a minute`.
        var text: String {
            let parts = [
                rows_per_reply.map { "\($0) \($0 == 1 ? "row" : "rows") a reply" },
                reach_rows.map { "\($0) \($0 == 1 ? "row" : "rows") back" },
                reach_days.map { "\(shortest($0)) \($0 == 1 ? "day" : "days") back" },
                requests_per_minute.map { "\($0) \($0 == 1 ? "request" : "requests") a minute" },
            ].compactMap { $0 }
            return parts.isEmpty ? "none" : parts.joined(separator: ", ")
        }
    }

    /// A setting of the user's, and who made it.
    private struct Setting: Encodable {
        var value: String
        var origin: String
    }

    private struct Row: Encodable {
        var id: String
        var name: String?
        var version: String?
        var licence: String?
        var summary: String?
        var transports: [String]
        var kinds: [String]
        var intervals_minutes: [Int]
        var limits: Limits?
        var hosts: [String]
        var credentials: [String]
        var abi: String?
        var run: String
        /// What holds in its worker processes.
        var confinement: String?
        /// By the names of adapters.conf; only those that are set.
        var settings: [String: Setting]
        var manifest: String
        var library: String?
        var health: String
        var problems: [String]
    }

    func run() throws {
        let found = try Adapters(adapters, settings: Settings.load(config))
        if let release {
            guard Adapters.quarantine.release(release) else {
                throw Failure(
                    "no adapter '\(printable(release))' is in quarantine; candlewick adapters shows which are")
            }
            Terminal.note("\(release) is out of quarantine and is run again")
            return
        }
        let rows = found.catalog.entries.map(Self.row)
        if json {
            try printJSON(rows)
        } else {
            Self.printTable(rows)
            for problem in found.catalog.problems { Terminal.note("candlewick: \(problem)") }
            if rows.isEmpty { Terminal.note("no adapter in the folders that \(found.file) names") }
        }
        let isHealthy =
            rows.allSatisfy { !["broken", "quarantine"].contains($0.health) } && found.catalog.problems.isEmpty
        if !isHealthy { throw Failure("", status: rows.contains { $0.health == "ok" } ? .doneInPart : .failed) }
    }

    private static func row(_ entry: AdapterEntry) -> Row {
        var problems = entry.problems
        var confinement: Confinement?
        if problems.isEmpty {
            do throws(AdapterProblems) { confinement = try entry.load().confinement } catch {
                problems = error.problems
            }
        }
        let isQuarantined = problems.contains { $0.code == .quarantine }
        let isDisabled = problems.contains { $0.code == .disabled }
        let descriptor = entry.manifest?.descriptor
        return Row(
            id: entry.id, name: descriptor?.name, version: descriptor?.version, licence: descriptor?.licence,
            summary: entry.manifest?.summary, transports: descriptor?.transports.words ?? [],
            kinds: descriptor?.kinds.words ?? [], intervals_minutes: descriptor?.intervals.compactMap(\.minutes) ?? [],
            limits: descriptor.map { Limits($0.limits) }, hosts: descriptor?.hosts ?? [],
            credentials: descriptor?.credentials ?? [], abi: entry.manifest.map { "\($0.abiMajor).\($0.abiMinor)" },
            run: entry.runMode.rawValue, confinement: confinement?.description, settings: settings(entry),
            manifest: entry.manifestPath, library: entry.libraryPath,
            health: problems.isEmpty ? "ok" : isDisabled ? "disabled" : isQuarantined ? "quarantine" : "broken",
            problems: problems.map(\.description))
    }

    private static func settings(_ entry: AdapterEntry) -> [String: Setting] {
        var settings: [String: Setting] = [:]
        for (key, chosen) in entry.choice.source.entries {
            settings[key.rawValue] = Setting(value: chosen.text, origin: chosen.origin.description)
        }
        if let origin = entry.choice.runOrigin {
            settings["run"] = Setting(value: entry.runMode.rawValue, origin: origin.description)
        }
        return settings
    }

    private static func printTable(_ rows: [Row]) {
        guard !rows.isEmpty else { return }
        var table = Table(
            ("ADAPTER", .left), ("VERSION", .left), ("TRANSPORT", .left), ("GIVES", .left), ("INTERVALS", .left),
            ("LIMITS", .left), ("CREDENTIALS", .left), ("ABI", .left), ("RUN", .left), ("HEALTH", .left))
        for row in rows {
            let intervals = row.intervals_minutes.compactMap { Interval(minutes: $0)?.description }
            table.add(
                row.id, row.version ?? "-", row.transports.joined(separator: ","), row.kinds.joined(separator: ","),
                intervals.isEmpty ? "-" : intervals.joined(separator: " "), row.limits?.text ?? "-",
                row.credentials.isEmpty ? "-" : row.credentials.joined(separator: ","), row.abi ?? "-", row.run,
                row.health)
        }
        table.print()
        for row in rows where !row.problems.isEmpty {
            print("\n\(Terminal.bold(printable(row.id))) (\(printable(row.manifest)))")
            for problem in row.problems { print("  \(Terminal.red(printable(problem)))") }
        }
        for row in rows {
            guard let confinement = row.confinement else { continue }
            print("\n\(Terminal.bold(printable(row.id))) runs without rights; what holds: \(confinement)")
        }
    }
}
