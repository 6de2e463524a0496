import HTTPTypes
import MarketData
import Storage

/// The one series that a request means: rows of several cannot share a page.
enum SeriesChoice {
    /// A source's own rows come before those that the hub derived.
    ///
    /// - Throws: a `Problem`: 404 where there is none, 409 where there are several, which it names.
    static func one(of found: [SeriesSummary], _ content: SeriesFilter.Content) throws -> SeriesSummary {
        guard let first = found.first else {
            throw Problem(
                .notFound, "No such series", "no \(content.rawValue) match; /v1/series lists the series that there are",
                parameter: "asset")
        }
        if found.count == 1 { return first }
        let own = found.filter { $0.series.source != Series.derivedSource }
        if own.count == 1 { return own[0] }
        let names = found.prefix(10).map { "\($0.series)" }.joined(separator: ", ")
        let all = found.map(\.series)
        let isSameLine = Set(all.map(\.line)).count == 1
        let isSameInstrument = Set(all.map(\.instrument)).count == 1
        let isSameBase = Set(all.map(\.instrument.base)).count == 1
        throw Problem(
            .conflict, "Several series match",
            "\(found.count) match: \(names)\(found.count > 10 ? ", …" : ""); say which with asset, quote, interval, source",
            parameter: isSameLine ? "source" : isSameInstrument ? "interval" : isSameBase ? "quote" : "asset")
    }
}
