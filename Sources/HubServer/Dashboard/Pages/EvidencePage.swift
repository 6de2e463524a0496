import MarketData
import Overview
import Reporting
import Storage

/// What the state of a stretch of a history rests on: who has said what of it, when, and from which file or request.
struct EvidencePage {
    let services: HubServices
    let report: HistoryReport
    let request: PageRequest

    private static let most = 100

    func fields() throws -> Fields {
        guard let asset = request["asset"] else { throw Problem.parameter("asset", "say which, for example BTC") }
        guard let quote = request["quote"] else { throw Problem.parameter("quote", "say which, for example USD") }
        guard let kind = try request.kind("kind") else {
            throw Problem.parameter("kind", "say which: minutes of the candles, or trades")
        }
        let line = HistoryLine(Instrument(base: asset, quote: quote), kind)
        let whole = report.scope.wanted
        guard
            let range = TimeRange(try request.moment("start") ?? whole.start, try request.moment("end") ?? whole.end)
        else { throw Problem.parameter("start", "must lie before the end") }

        let (records, suspects, givenUp) = try told(line, range)
        let known = report.lines.first { $0.line == line }
        let bands = known?.bands.filter { $0.range.overlaps(range) } ?? []
        let gaps = report.gaps.filter { $0.line == line && $0.range.overlaps(range) && $0.state.isGap }
        var fields: Fields = [
            "hatches": PictureParts.hatches, "name": line.description, "start": Fields.time(range.start),
            "end": Fields.time(range.end),
            "href": Link("/asset/", escaping: asset).with("quote", quote).with("kind", kind.parameter).text,
            "bands": bands.prefix(Self.most).map { band -> Fields in
                [
                    "mark": band.state.mark, "name": band.state.name.capitalisedFirst, "meaning": band.state.meaning,
                    "start": Fields.time(band.range.start), "end": Fields.time(band.range.end),
                ]
            },
            "records": records.prefix(Self.most).map(record), "has_records": !records.isEmpty,
            "suspects": suspects.prefix(Self.most).map(suspect), "has_suspects": !suspects.isEmpty,
            "gaps": gaps.prefix(Self.most).map(GapFields.told), "has_gaps": !gaps.isEmpty,
            "given_up": givenUp.prefix(Self.most).map(givenUpFields), "has_given_up": !givenUp.isEmpty,
            "nothing": records.isEmpty && suspects.isEmpty && gaps.isEmpty && givenUp.isEmpty,
        ]
        if records.count > Self.most { fields["more_records"] = (records.count - Self.most).grouped }
        return fields
    }

    /// Everything that the ledger has of a stretch, the newest first.
    private func told(
        _ line: HistoryLine, _ range: TimeRange
    ) throws -> ([CoverageRecord], [Suspect], [GivenUpRecord]) {
        let (ledger, store) = (services.ledger, services.identity)
        let category = try ledger.assets().first { $0.ticker == line.instrument.base }?.category
        func isMeant(_ scope: CoverageScope) -> Bool {
            switch scope {
            case .series(let series): series.line == line
            case .group(_, let kind, let group): kind == line.kind && group == category
            }
        }
        var scopes: [CoverageScope] = []
        try ledger.eachCoverageSet(in: store, base: nil) { set in
            if isMeant(set.scope), !scopes.contains(set.scope) { scopes.append(set.scope) }
        }
        var records: [CoverageRecord] = []
        for scope in scopes {
            records += try ledger.coverage(of: scope, in: store).filter { $0.range.overlaps(range) }
        }
        let suspects = try ledger.suspects(in: store, base: line.instrument.base)
        return (
            records.sorted { $0.at > $1.at },
            suspects.filter { $0.series.line == line && $0.range.overlaps(range) },
            try ledger.givenUp(in: store).filter { isMeant($0.part.scope) && $0.part.range.overlaps(range) }
        )
    }

    private func record(_ record: CoverageRecord) -> Fields {
        var fields: Fields = [
            "source": record.scope.source, "scope": record.scope.description,
            "claim": record.claim == .covered ? "all of it" : "never has it", "start": Fields.time(record.range.start),
            "end": Fields.time(record.range.end), "medium": record.medium.rawValue, "origin": record.origin,
            "job": record.job.value, "heard": Fields.time(record.at), "rows": record.rows?.grouped ?? "–",
        ]
        if let verified = record.verifiedAt { fields["verified"] = Fields.time(verified) }
        return fields
    }

    private func suspect(_ suspect: Suspect) -> Fields {
        [
            "source": suspect.series.source, "start": Fields.time(suspect.range.start),
            "end": Fields.time(suspect.range.end), "reason": suspect.reason.rawValue, "evidence": suspect.evidence,
        ]
    }

    private func givenUpFields(_ record: GivenUpRecord) -> Fields {
        [
            "source": record.part.scope.source, "start": Fields.time(record.part.range.start),
            "end": Fields.time(record.part.range.end), "reason": record.part.reason, "message": record.part.message,
            "job": record.part.job.value, "at": Fields.time(record.part.at),
        ]
    }
}
