import HTTPTypes
import MarketData
import Overview
import Reporting
import Storage

/// One asset: its candles, its series, what is missing of it.
struct AssetPage {
    let services: HubServices
    let report: HistoryReport
    let ticker: String
    let request: PageRequest

    /// Candles of the chart, of the table, and gaps told one by one.
    private static let (drawn, listed, told) = (720, 48, 200)

    func fields() throws -> Fields {
        let ledger = services.ledger
        let known = try ledger.assets().first { $0.ticker == ticker }
        let all = try services.store.series(matching: SeriesFilter(base: ticker))
        let lines = report.lines.filter { $0.line.instrument.base == ticker }
        if known == nil, all.isEmpty, lines.isEmpty {
            throw Problem(.notFound, "No such asset", "neither the ledger nor the store knows '\(ticker)'")
        }
        let quotes = Set(all.map(\.series.instrument.quote) + lines.map(\.line.instrument.quote)).sorted()
        let quote = request["quote"] ?? quotes.first ?? known?.quoteCurrency ?? ""
        let chosen = try choose(all.filter { $0.series.instrument.quote == quote })
        let kind = try chosen?.series.kind ?? request.kind("kind")
        let line = lines.first { $0.line.instrument.quote == quote && $0.line.kind == kind }
        var fields: Fields = [
            "ticker": ticker, "quote": quote, "title": known?.name ?? "", "tier": known?.tier.rawValue ?? "unknown",
            "category": known?.category?.rawValue ?? "", "action": Link("/asset/", escaping: ticker).text,
            "quotes": quotes.map { Fields.choice($0, $0, quote) },
            "series": try all.map { try summary($0, lines) }, "has_series": !all.isEmpty,
            "kinds": kinds(all.map(\.series.kind), kind),
            "sources": Set(all.filter { $0.series.kind == kind }.map(\.series.source)).sorted().map {
                Fields.choice($0, $0, chosen?.series.source)
            },
        ]
        if known?.isActive == false { fields["switched_off"] = true }
        if let chosen { fields["candles"] = try candles(chosen) }
        if let line { fields["line"] = lineFields(line) }
        try addGaps(to: &fields, line)
        return fields.merging(PictureParts.fields(over: report.scope.wanted)) { own, _ in own }
    }

    /// The series that is named, or one that shows something: hours where there are any.
    private func choose(_ series: [SeriesSummary]) throws -> SeriesSummary? {
        let candles = series.filter { $0.series.kind != .trades }
        let (kind, source) = (try request.kind("kind"), request["source"])
        let named = candles.filter { kind == nil || $0.series.kind == kind }
        if let one = named.first(where: { source == nil || $0.series.source == source }), kind != nil || source != nil {
            return one
        }
        if kind != nil { return named.first }
        let hour = Interval(minutes: 60)
        return candles.first { $0.series.kind.interval == hour } ?? candles.last
    }

    private func kinds(_ kinds: [SeriesKind], _ chosen: SeriesKind?) -> [Fields] {
        Set(kinds).filter { $0 != .trades }.sorted { $0.precedes($1) }.map {
            Fields.choice($0.parameter, $0.shortText, chosen?.parameter)
        }
    }

    private func summary(_ summary: SeriesSummary, _ lines: [ReportLine]) throws -> Fields {
        let series = summary.series
        var fields: Fields = [
            "kind": series.kind.shortText, "quote": series.instrument.quote, "source": series.source,
            "first": Fields.time(summary.first), "last": Fields.time(summary.last),
            "rows": try services.store.count(series, in: .all).grouped,
        ]
        if series.kind != .trades {
            fields["href"] =
                Link("/asset/", escaping: ticker).with("quote", series.instrument.quote)
                .with("kind", series.kind.parameter).with("source", series.source).text
        }
        if let line = lines.first(where: { $0.line == series.line }) {
            fields["share"] = Fields.share(Completeness(of: [line]))
        }
        return fields
    }

    /// The newest candles before a moment: a table, and what the script needs to draw them.
    private func candles(_ summary: SeriesSummary) throws -> Fields {
        guard let interval = summary.series.kind.interval else { return [:] }
        let end = try request.moment("until") ?? Timestamp(nanoseconds: summary.last.nanoseconds + 1)
        guard let range = TimeRange(.earliest, end) else { throw Problem.parameter("until", "lies before all time") }
        let batch = CandleBatch(capacity: Self.drawn)
        try services.store.readNewest(Self.drawn, of: summary.series, in: range, into: batch)
        let link = Link("/asset/", escaping: ticker).with("quote", summary.series.instrument.quote)
            .with("kind", summary.series.kind.parameter).with("source", summary.series.source)
        var fields: Fields = [
            "name": summary.series.description, "interval": interval.description, "source": summary.series.source,
            "seconds": interval.nanoseconds / 1_000_000_000, "count": batch.count.counted("candle"),
            "rows": CandleFields(batch, max(0, batch.count - Self.listed)..<batch.count).fields(),
            "has_rows": batch.count > 0,
        ]
        if batch.count > 0 {
            let first = Timestamp(nanoseconds: batch.openTime[0])
            (fields["first"], fields["last"]) = (
                Fields.time(first), Fields.time(Timestamp(nanoseconds: batch.openTime[batch.count - 1]))
            )
            // Intervals that are no whole minutes have no name in the API, and no chart.
            if let minutes = interval.minutes {
                fields["data"] =
                    Link("/v1/candles").with("asset", ticker).with("quote", summary.series.instrument.quote)
                    .with("interval", "\(minutes)").with("source", summary.series.source)
                    .with("start", first.description).with("end", end.description).with("limit", "\(Self.drawn)").text
            }
            if summary.first < first { fields["older"] = link.with("until", first.description).text }
            if end <= summary.last { fields["newest"] = link.text }
        }
        return fields
    }

    private func lineFields(_ line: ReportLine) -> Fields {
        [
            "name": line.line.description, "share": Fields.share(Completeness(of: [line])),
            "missing": line.missing.total.counted("candle"), "suspect": line.suspect.grouped,
            "cells": CoverageStrip(line.bands, over: report.scope.wanted).cells(of: line.line),
            "height": CoverageStrip.height,
            "coverage": Link("/coverage").with("asset", ticker).with("kind", line.line.kind.parameter).text,
            "gaps_href": Link("/gaps").with("asset", ticker).with("kind", line.line.kind.parameter).text,
        ]
    }

    /// What is missing or doubted of the line: also what the script marks in the chart.
    private func addGaps(to fields: inout Fields, _ line: ReportLine?) throws {
        guard let line else { return }
        let bands = line.bands.filter { $0.state.isGap || $0.state == .suspect }
        fields["gaps"] = bands.suffix(Self.told).reversed().map { band -> Fields in
            let told = report.gaps.first { $0.line == line.line && $0.range == band.range }
            var gap = told.map(GapFields.told) ?? GapFields.band(band, of: line.line)
            gap["from"] = band.range.start.nanoseconds / 1_000_000_000
            gap["to"] = band.range.end.nanoseconds / 1_000_000_000
            return gap
        }
        fields["has_gaps"] = !bands.isEmpty
        if bands.count > Self.told { fields["more_gaps"] = (bands.count - Self.told).grouped }
    }
}
