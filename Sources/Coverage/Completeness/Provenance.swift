public import MarketData

/// How the bytes of what is asserted came. The raw values are what people read.
public enum Provenance: String, Hashable, Sendable, CaseIterable {
    /// From files.
    case csv = "CSV"
    /// From sources that were asked.
    case api = "API"
    /// Made by the hub from other rows.
    case derived = "DERIVED"
    /// In more than one of these ways.
    case mixed = "MIXED"

    /// Of both.
    public func joined(with other: Provenance) -> Provenance { self == other ? self : .mixed }

    /// How the sources' assertions within a range came, nil where they have asserted nothing in it.
    public static func of(_ outlooks: [SourceOutlook], in wanted: TimeRange) -> Provenance? {
        var provenance: Provenance?
        for outlook in outlooks where outlook.covered.ranges.contains(where: { $0.overlaps(wanted) }) {
            let one: Provenance =
                outlook.source == Series.derivedSource ? .derived : outlook.isFile ? .csv : .api
            provenance = provenance?.joined(with: one) ?? one
        }
        return provenance
    }
}
