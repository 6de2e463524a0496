import MarketData

/// The report for machines: keys in snake case, times in RFC 3339, counts of candles.
extension HistoryReport: Encodable {
    private enum Key: String, CodingKey {
        case madeAt = "made_at"
        case store
        case hubVersion = "hub_version"
        case wantedStart = "wanted_start"
        case wantedEnd = "wanted_end"
        case filterTiers = "filter_tiers"
        case filterIntervals = "filter_intervals"
        case staleAfterHours = "stale_after_hours"
        case total, tiers, assets, intervals, lines, gaps
        case untoldGaps = "untold_gaps"
        case staleAssets = "stale_assets"
        case next
    }

    /// Writes everything that the report holds, its sums too.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(scope.madeAt.description, forKey: .madeAt)
        try container.encode(scope.store, forKey: .store)
        try container.encode(scope.hubVersion, forKey: .hubVersion)
        try container.encode(scope.wanted.start.description, forKey: .wantedStart)
        try container.encode(scope.wanted.end.description, forKey: .wantedEnd)
        try container.encode(scope.tiers.map(\.rawValue), forKey: .filterTiers)
        try container.encode(scope.intervals.map(\.minutes), forKey: .filterIntervals)
        try container.encode(scope.staleAfterHours, forKey: .staleAfterHours)
        try container.encode(total, forKey: .total)
        try container.encode(tiers, forKey: .tiers)
        try container.encode(assets, forKey: .assets)
        try container.encode(intervals, forKey: .intervals)
        try container.encode(lines, forKey: .lines)
        try container.encode(gaps, forKey: .gaps)
        try container.encode(untoldGaps, forKey: .untoldGaps)
        try container.encode(stale, forKey: .staleAssets)
        try container.encode(next, forKey: .next)
    }
}

/// The keys that several parts share.
private enum Key: String, CodingKey {
    case asset, quote, tier, category, provenance, sources, bands, start, end, state, reason, candles, lines, percentage
    case intervalMinutes = "interval_minutes"
    case completeLines = "complete_lines"
    case expected = "expected_candles"
    case present = "present_candles"
    case missing = "missing_candles"
    case suspect = "suspect_candles"
    case gaps
    case newest
    case hoursBehind = "hours_behind"
    case gapClass = "class"
    case requiredFile = "required_file"
    case remedy
}

extension KeyedEncodingContainer<Key> {
    /// Who and which interval; no `interval_minutes` for trades.
    fileprivate mutating func encode(_ line: HistoryLine) throws {
        try encode(line.instrument)
        try encodeIfPresent(line.kind.interval?.minutes, forKey: .intervalMinutes)
    }

    fileprivate mutating func encode(_ instrument: Instrument) throws {
        try encode(instrument.base, forKey: .asset)
        try encode(instrument.quote, forKey: .quote)
    }

    fileprivate mutating func encode(_ range: TimeRange) throws {
        try encode(range.start.description, forKey: .start)
        try encode(range.end.description, forKey: .end)
    }
}

extension ReportLine: Encodable {
    /// Writes the line with what follows from it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(line)
        try container.encode(tier.rawValue, forKey: .tier)
        try container.encodeIfPresent(category?.rawValue, forKey: .category)
        try container.encode(expected, forKey: .expected)
        try container.encode(present, forKey: .present)
        try container.encode(missing, forKey: .missing)
        try container.encode(suspect, forKey: .suspect)
        try container.encode(gaps, forKey: .gaps)
        try container.encodeIfPresent(percentage, forKey: .percentage)
        try container.encode(provenance, forKey: .provenance)
        try container.encode(sources, forKey: .sources)
        try container.encodeIfPresent(newest?.description, forKey: .newest)
        try container.encodeIfPresent(hoursBehind, forKey: .hoursBehind)
        try container.encode(bands, forKey: .bands)
    }
}

extension HistoryBand: Encodable {
    /// Writes start, end and state.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(range)
        try container.encode(state, forKey: .state)
    }
}

extension ReportGap: Encodable {
    /// Writes the gap.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(line)
        try container.encode(range)
        try container.encode(state, forKey: .gapClass)
        try container.encode(candles, forKey: .candles)
        try container.encode(reason, forKey: .reason)
        try container.encode(requiredFile, forKey: .requiredFile)
        try container.encode(remedy, forKey: .remedy)
    }
}

extension Completeness: Encodable {
    /// Writes the sums and the percentage that follows from them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(lines, forKey: .lines)
        try container.encode(completeLines, forKey: .completeLines)
        try container.encode(expected, forKey: .expected)
        try container.encode(present, forKey: .present)
        try container.encode(missing, forKey: .missing)
        try container.encode(suspect, forKey: .suspect)
        try container.encode(gaps, forKey: .gaps)
        try container.encodeIfPresent(percentage, forKey: .percentage)
    }
}

extension TierCompleteness: Encodable {
    /// Writes the tier beside its sums.
    public func encode(to encoder: any Encoder) throws {
        try completeness.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(tier.rawValue, forKey: .tier)
    }
}

extension AssetCompleteness: Encodable {
    /// Writes the asset beside its sums.
    public func encode(to encoder: any Encoder) throws {
        try completeness.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(instrument)
        try container.encode(tier.rawValue, forKey: .tier)
        try container.encodeIfPresent(newest?.description, forKey: .newest)
        try container.encodeIfPresent(hoursBehind, forKey: .hoursBehind)
    }
}

extension IntervalCompleteness: Encodable {
    /// Writes the minutes, none for trades, beside the sums.
    public func encode(to encoder: any Encoder) throws {
        try completeness.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(kind.interval?.minutes, forKey: .intervalMinutes)
    }
}
