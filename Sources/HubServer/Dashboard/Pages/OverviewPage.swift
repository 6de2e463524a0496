import Alerting
import MarketData
import Overview
import Reporting
import Storage

/// What is covered, what runs, what is missing, at a glance.
struct OverviewPage {
    let services: HubServices
    let report: HistoryReport
    /// Series of which rows are not looked at yet.
    let unseen: Int

    /// Assets and jobs that are shown; the other pages have all.
    private static let (assets, jobs, steps, alerts) = (40, 5, 6, 20)

    func fields() throws -> Fields {
        let running = try services.ledger.jobs(limit: 200).filter { $0.state == .running }
        var fields: Fields = [
            "figures": figures(running.count), "wanted": range(report.scope.wanted), "tables": matrix,
            "intervals": report.intervals.map { $0.kind.shortText },
            "running": running.prefix(Self.jobs).map { JobFields.summary($0, now: services.now()) },
            "assets": report.assets.prefix(Self.assets).map(asset),
            "steps": report.next.prefix(Self.steps).map { step in
                var fields: Fields = ["sentence": step.sentence]
                if !step.command.isEmpty { fields["command"] = step.command }
                return fields
            },
            "alerts": services.alerts.firing.prefix(Self.alerts).map { alert -> Fields in
                [
                    "rule": alert.rule.rawValue, "subject": alert.subject, "severity": alert.severity.rawValue,
                    "message": alert.message, "since": Fields.time(alert.since),
                ]
            },
            "made": Fields.time(report.scope.madeAt), "is_empty": report.lines.isEmpty,
            "is_complete": report.total.isComplete && !report.lines.isEmpty,
        ]
        let left = report.assets.count - Self.assets
        if unseen > 0 { fields["unseen"] = unseen.counted("series", plural: "series") }
        if left > 0 { fields["further"] = left.counted("asset") }
        return fields.merging(PictureParts.fields(over: report.scope.wanted)) { own, _ in own }
    }

    private func range(_ range: TimeRange) -> Fields {
        ["start": Fields.time(range.start), "end": Fields.time(range.end)]
    }

    private func figures(_ running: Int) -> [Fields] {
        let total = report.total
        func figure(_ name: String, _ value: String, _ note: String, _ href: String) -> Fields {
            ["name": name, "value": value, "note": note, "href": href]
        }
        func count(_ candles: Int) -> String { total.expected > 0 ? candles.grouped : "–" }
        return [
            figure(
                "Complete", total.percentage.map { "\($0) %" } ?? "–",
                total.expected > 0 ? "\(total.present.grouped) of \(total.expected.counted("candle"))" : "of open time",
                "/coverage"),
            figure("Series complete", total.completeLines.grouped, "of \(total.lines.grouped)", "/coverage"),
            figure("Candles missing", count(total.missing.total), "in \(total.gaps.counted("gap"))", "/gaps"),
            figure(
                "Fillable now", count(total.missing.fillable + total.missing.failed), "candles that a source can give",
                "/gaps?class=fillable"),
            figure(
                "Suspect", unseen > 0 && total.suspect == 0 ? "–" : count(total.suspect),
                unseen > 0
                    ? (total.suspect > 0 ? "so far; " : "")
                        + "\(unseen.grouped) of \(total.lines.grouped) series not yet looked at"
                    : "candles, empty against the evidence", "/gaps?class=suspect"),
            figure(
                "Stale assets", report.stale.count.grouped,
                "of \(report.assets.count.grouped), older than \(report.scope.staleAfterHours) h", "/asset?stale=1"),
            figure(
                "Alerts", services.alerts.firing.count.grouped,
                services.alerts.firing.isEmpty ? "none holds" : "see below", "#alerts-title"),
            figure("Jobs running", running.grouped, running == 0 ? "nothing runs" : "see how far", "/jobs"),
        ]
    }

    /// Completeness by tier and interval.
    private var matrix: [Fields] {
        report.tiers.map { tier in
            let lines = report.lines.filter { $0.tier == tier.tier }
            return [
                "tier": tier.tier.rawValue, "total": Fields.share(tier.completeness),
                "missing": tier.completeness.missing.total.grouped,
                "href": Link("/coverage").with("tier", tier.tier.rawValue).text,
                "shares": report.intervals.map { interval -> Fields in
                    let sum = Completeness(of: lines.filter { $0.line.kind == interval.kind })
                    if sum.lines == 0 { return ["none": true] }
                    let link = Link("/coverage").with("tier", tier.tier.rawValue).with("kind", interval.kind.parameter)
                    return Fields.share(sum).merging(["href": link.text]) { own, _ in own }
                },
            ]
        }
    }

    /// One strip an asset: of all its histories the worst at each time.
    private func asset(_ asset: AssetCompleteness) -> Fields {
        let sum = asset.completeness
        let bands = report.lines[asset.lines].flatMap(\.bands)
        var fields: Fields = [
            "name": asset.instrument.description, "tier": asset.tier.rawValue,
            "href": Link("/asset/", escaping: asset.instrument.base).with("quote", asset.instrument.quote).text,
            "series": sum.lines, "share": Fields.share(sum),
            "missing": sum.expected > 0 ? sum.missing.total.grouped : "–",
            "missing_candles": sum.missing.total.counted("candle"),
            "strip": CoverageStrip(bands, over: report.scope.wanted).picture, "height": CoverageStrip.height,
        ]
        if let newest = asset.newest { fields["newest"] = Fields.time(newest) }
        if let hours = asset.hoursBehind {
            fields["behind"] = Fields.span(Int64(hours) * 3_600_000_000_000)
            fields["stale"] = hours > report.scope.staleAfterHours
        }
        return fields
    }
}
