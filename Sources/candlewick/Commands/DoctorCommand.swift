import AdapterHost
import ArgumentParser
import Foundation
import MarketData
import Storage

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything that is needed, and say what to do.",
        discussion: """
            Without --source nobody is asked over the network but the stores.

            --deep counts every row that a source has asserted and compares it with the ledger, which takes as long as \
            reading the stores; what agrees is noted as verified, and candlewick coverage --asset shows when.

            Example:
              candlewick doctor
              candlewick doctor --deep
              candlewick doctor --source kraken-rest
            """)

    @Option(
        help: ArgumentHelp("Ask this source for one reply, too; named again, one more.", valueName: "id"))
    var source: [String] = []

    @Flag(help: "Count the stores' rows again and compare them with what the ledger says.")
    var deep = false

    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() async throws {
        var findings: [Finding] = []
        var settings: Settings?
        do {
            let loaded = try Settings.load(options.config)
            settings = loaded
            let message = loaded.file ?? "no candlewick.toml here; defaults hold"
            findings.append(Finding(subject: "settings", verdict: .ok, message: message))
        } catch {
            findings.append(Finding(subject: "settings", verdict: .failed, message: "\(error)"))
        }
        if let settings {
            findings += adapterFindings(settings)
            findings += await SourceFindings(settings: settings, adapters: adapters, asked: source).all()
            findings += storeFindings()
            findings += deepFindings()
            findings.append(tierFinding(settings))
        }
        findings.append(Self.clock(Workspace.now()))
        try show(findings)
        if findings.contains(where: { $0.verdict == .failed }) { throw Failure("") }
    }

    private func adapterFindings(_ settings: Settings) -> [Finding] {
        let found: Adapters
        do {
            found = try Adapters(adapters, settings: settings)
        } catch {
            return [Finding(subject: "adapters", verdict: .failed, message: "\(error)")]
        }
        var findings = [Finding(subject: "adapters", verdict: .ok, message: found.file)]
        findings += found.catalog.problems.map { Finding(subject: "adapters", verdict: .failed, message: "\($0)") }
        for entry in found.catalog.entries {
            do throws(AdapterProblems) {
                _ = try entry.load()
                findings.append(Finding(subject: "adapter \(entry.id)", verdict: .ok, message: "loads"))
            } catch {
                let verdict: Finding.Verdict =
                    error.problems.contains { $0.code == .disabled } ? .warning : .failed
                findings += error.problems.map {
                    Finding(subject: "adapter \(entry.id)", verdict: verdict, message: "\($0)")
                }
            }
        }
        if found.catalog.entries.isEmpty {
            findings.append(
                Finding(subject: "adapters", verdict: .failed, message: "none in the folders that \(found.file) names"))
        }
        return findings
    }

    private func storeFindings() -> [Finding] {
        do {
            let workspace = try Workspace(options)
            return workspace.places.flatMap { storeFindings(workspace, $0) }
        } catch {
            return [Finding(subject: "store", verdict: .failed, message: "\(error)")]
        }
    }

    private func deepFindings() -> [Finding] {
        guard deep else { return [] }
        do {
            return try RecountFindings(workspace: Workspace(options)).all()
        } catch {
            return [Finding(subject: "rows", verdict: .failed, message: "\(error)")]
        }
    }

    private func storeFindings(_ workspace: Workspace, _ location: StoreLocation) -> [Finding] {
        let spool =
            workspace.hasSpool(location) ? SpoolNotes.findings(location, workspace.settings.spool.folder) : []
        let subject = workspace.stores.contains(location) ? "store" : "ledger"
        do {
            let place = try workspace.place(at: location, .reading)
            let count = subject == "store" ? counted(try place.series.series(matching: .init()).count, "series") : ""
            let state = [count, "schema version \(place.schemaVersion)"].filter { !$0.isEmpty }
            let isWritable = place.isWritable
            return [
                Finding(
                    subject: subject, verdict: isWritable ? .ok : .warning,
                    message: "\(location): \(state.joined(separator: ", "))\(isWritable ? "" : ", can only be read")")
            ] + place.findings() + spool
        } catch {
            return [Finding(subject: subject, verdict: .failed, message: "\(error)")] + spool
        }
    }

    private func tierFinding(_ settings: Settings) -> Finding {
        do {
            _ = try Workspace(options).tierList()
            return Finding(subject: "tiers", verdict: .ok, message: settings.tiers ?? "the built-in lists")
        } catch {
            return Finding(subject: "tiers", verdict: .failed, message: "\(error)")
        }
    }

    /// A clock that is far off makes good candles look as if they came from the future.
    static func clock(_ now: Timestamp) -> Finding {
        let earliest = Timestamp(year: 2026, month: 1, day: 1) ?? .earliest
        let latest = Timestamp(year: 2100, month: 1, day: 1) ?? .latest
        let isPlausible = earliest < now && now < latest
        return Finding(
            subject: "clock", verdict: isPlausible ? .ok : .failed,
            message: "\(shortTime(now)) UTC\(isPlausible ? "" : "; set it: candles later than now are refused")")
    }

    private func show(_ findings: [Finding]) throws {
        if json { return try printJSON(findings) }
        for finding in findings {
            let mark =
                switch finding.verdict {
                case .ok: Terminal.green("ok     ")
                case .warning: Terminal.yellow("warning")
                case .failed: Terminal.red("failed ")
                }
            print("\(mark)  \(printable("\(finding.subject): \(finding.message)"))")
        }
    }
}
