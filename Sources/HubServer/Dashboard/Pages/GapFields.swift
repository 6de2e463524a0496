import MarketData
import Overview
import Reporting

/// How something missing is shown.
enum GapFields {
    /// A gap of the report.
    static func told(_ gap: ReportGap) -> Fields {
        var fields: Fields = [
            "name": gap.line.description, "mark": gap.state.mark, "class": gap.state.name.capitalisedFirst,
            "state": gap.state.rawValue, "start": Fields.time(gap.range.start), "end": Fields.time(gap.range.end),
            "candles": gap.line.kind == .trades ? "–" : gap.candles.grouped, "reason": gap.reason,
            "evidence_href": evidence(gap.line, gap.range),
            "href": Link("/asset/", escaping: gap.line.instrument.base).with("quote", gap.line.instrument.quote)
                .with("kind", gap.line.kind.parameter).text,
        ]
        if !gap.requiredFile.isEmpty { fields["file"] = gap.requiredFile }
        if !gap.remedy.isEmpty { fields["remedy"] = gap.remedy }
        return fields
    }

    /// A stretch of which only its state is known.
    static func band(_ band: HistoryBand, of line: HistoryLine) -> Fields {
        told(ReportGap(line, band.range, band.state, candles: 0, reason: band.state.meaning.capitalisedFirst)).merging(
            ["candles": candles(band.range, line)]
        ) { _, own in own }
    }

    /// As many candles as there is room for; a calendar may hold fewer.
    private static func candles(_ range: TimeRange, _ line: HistoryLine) -> String {
        line.kind.interval.map { "≤ \(TradingCalendar.always.count(of: $0, in: RangeSet([range])).grouped)" } ?? "–"
    }

    /// Where the evidence on a stretch is.
    static func evidence(_ line: HistoryLine, _ range: TimeRange) -> String {
        Link("/coverage/evidence").with(line).with("start", range.start.description)
            .with("end", range.end.description).text
    }
}
