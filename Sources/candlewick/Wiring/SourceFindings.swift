import AdapterHost
import Ingestion
import MarketData
import Transport

/// What `doctor` says of the sources that are asked over HTTP: their addresses and keys, and of some whether they answer.
struct SourceFindings {
    let settings: Settings
    let adapters: AdapterOptions
    /// Those that are asked for one reply.
    let asked: [String]

    /// Our clock may be off by so many seconds; the header has whole ones, and the reply has its way to go.
    private static let clockTolerance = 5.0

    func all() async -> [Finding] {
        // That there are no adapters is said elsewhere.
        guard let found = try? Adapters(adapters, settings: settings) else { return [] }
        var findings: [Finding] = []
        for entry in found.catalog.entries {
            guard let descriptor = entry.manifest?.descriptor, descriptor.transports.contains(.http), entry.isUsable
            else { continue }
            findings += await self.findings(
                SourceSettings(descriptor, entry.choice.source), isAsked: asked.contains(entry.id))
        }
        for id in asked where found.catalog[id]?.manifest?.descriptor.transports.contains(.http) != true {
            findings.append(
                Finding(subject: "source \(id)", verdict: .failed, message: "no adapter of this name asks a source"))
        }
        return findings
    }

    private func findings(_ source: SourceSettings, isAsked: Bool) async -> [Finding] {
        let subject = "source \(source.source)"
        let pace = source.rate > 0 ? "\(shortest(source.rate * 60)) requests a minute" : "no limit"
        var findings = [Finding(subject: subject, verdict: .ok, message: "\(source.baseURL), \(pace)")]
        var hasKeys = true
        for (name, place) in source.credentials.sorted(by: { $0.key < $1.key }) {
            if let problem = await place.problem() {
                hasKeys = false
                findings.append(
                    Finding(
                        subject: subject, verdict: isAsked ? .failed : .warning,
                        message:
                            "its key '\(name)': \(problem)"))
            } else {
                findings.append(
                    Finding(subject: subject, verdict: .ok, message: "its key '\(name)' is in \(place.shown)"))
            }
        }
        if isAsked, hasKeys { findings.append(await answer(source.source, subject)) }
        return findings
    }

    /// Whether it answers, how fast, and whether it has the time that we have.
    private func answer(_ id: String, _ subject: String) async -> Finding {
        do {
            let open = try OpenSource(id, usesCache: false, adapters, settings: settings)
            guard open.source.adapter.manifest.descriptor.kinds.contains(.instruments) else {
                return Finding(
                    subject: subject, verdict: .warning, message: "lists no instruments, so it was not asked")
            }
            let probe = SourceProbe(of: open.source, options: LoadOptions(), now: Workspace.now)
            let answer = try await probe.ask(meter: LoadMeter(at: Workspace.now()))
            let (seconds, rest) = answer.took.components
            var message =
                "answers: \(byteSize(Int64(answer.bytes))) in \(duration(Double(seconds) + Double(rest) / 1e18))"
            if let ahead = answer.clockAhead, abs(ahead) > Self.clockTolerance {
                message +=
                    "; its clock is \(fixed(abs(ahead), decimals: 0)) s \(ahead < 0 ? "ahead of" : "behind") ours: "
                    + "check the time of this machine, which decides what candle is closed"
                return Finding(subject: subject, verdict: .warning, message: message)
            }
            return Finding(subject: subject, verdict: .ok, message: message)
        } catch let failure as LoadFailure {
            return Finding(
                subject: subject, verdict: .failed, message: "does not answer as expected: \(failure.message)")
        } catch {
            return Finding(subject: subject, verdict: .failed, message: "\(error)")
        }
    }
}
