import MarketData
import Overview
import Reporting

/// The heat map: histories by time.
struct CoveragePage {
    let report: HistoryReport
    let request: PageRequest

    private static let page = 60

    func fields() throws -> Fields {
        let tier = try request.choice("tier", Tier.self)
        let (kind, state) = (try request.kind("kind"), try request.choice("class", HistoryState.self))
        let asset = request["asset"]?.uppercased()
        let wanted = try range()
        let lines = report.lines.filter { line in
            (tier == nil || line.tier == tier) && (kind == nil || line.line.kind == kind)
                && (asset == nil || line.line.instrument.base.uppercased() == asset)
                && (state == nil || line.bands.contains { $0.state == state && $0.range.overlaps(wanted) })
        }
        let paging = try Paging(lines.count, by: Self.page, request)
        var fields: Fields = [
            "lines": lines[paging.rows].map { row($0, over: wanted) }, "count": "\(lines.count.grouped) series",
            "has_lines": !lines.isEmpty, "is_empty": report.lines.isEmpty, "start": wanted.start.shortText,
            "end": wanted.end.shortText, "form": form(tier, kind, state, asset, wanted), "height": CoverageStrip.height,
        ]
        fields["paging"] = paging.fields(
            Link("/coverage"), keeping: request, ["tier", "kind", "class", "asset", "start", "end"])
        return fields.merging(PictureParts.fields(over: wanted)) { own, _ in own }
    }

    private func range() throws(Problem) -> TimeRange {
        let (start, end) = (try request.moment("start"), try request.moment("end"))
        let whole = report.scope.wanted
        guard let range = TimeRange(start ?? whole.start, end ?? whole.end) else {
            throw .parameter("start", "must lie before the end")
        }
        return range
    }

    private func form(
        _ tier: Tier?, _ kind: SeriesKind?, _ state: HistoryState?, _ asset: String?, _ wanted: TimeRange
    ) -> Fields {
        [
            "tiers": [Fields.choice("", "All tiers", tier?.rawValue)]
                + report.tiers.map { Fields.choice($0.tier.rawValue, $0.tier.rawValue, tier?.rawValue) },
            "kinds": [Fields.choice("", "All intervals", kind?.parameter)]
                + report.intervals.map { Fields.choice($0.kind.parameter, $0.kind.shortText, kind?.parameter) },
            "classes": [Fields.choice("", "Anything", state?.rawValue)]
                + HistoryState.allCases.map {
                    Fields.choice($0.rawValue, $0.name.capitalisedFirst, state?.rawValue)
                },
            "asset": asset ?? "", "start": request["start"] ?? "", "end": request["end"] ?? "",
        ]
    }

    private func row(_ line: ReportLine, over wanted: TimeRange) -> Fields {
        let instrument = line.line.instrument
        var fields: Fields = [
            "name": line.line.description, "asset": instrument.description, "kind": line.line.kind.shortText,
            "href": Link("/asset/", escaping: instrument.base).with("quote", instrument.quote)
                .with("kind", line.line.kind.parameter).text,
            "tier": line.tier.rawValue, "cells": CoverageStrip(line.bands, over: wanted).cells(of: line.line),
            "share": Fields.share(Completeness(of: [line])), "sources": line.sources.joined(separator: ", "),
            "missing": line.line.kind == .trades ? "–" : line.missing.total.grouped, "height": CoverageStrip.height,
            "gaps": line.gaps.grouped, "suspect": line.suspect.grouped,
        ]
        if let newest = line.newest { fields["newest"] = Fields.time(newest) }
        return fields
    }
}
