import MarketData
import Reporting
import Storage
import Telemetry

/// What a report says, as readings.
struct HistoryReadings {
    /// Histories whose lag is told one by one.
    static let mostLines = 500

    let report: HistoryReport
    let now: Timestamp

    func write(into registry: MetricsRegistry) {
        registry.replace(
            "candlewick_gap_candles",
            [HistoryState.notAsked, .fillable, .sourceLimit, .failed, .notEntitled].map {
                ([("class", $0.rawValue)], Double(report.total.missing[$0]))
            })
        registry.replace(
            "candlewick_gaps",
            report.tiers.map { ([("tier", $0.tier.rawValue)], Double($0.completeness.gaps)) })
        registry.replace("candlewick_completeness_ratio", ratios)
        registry.replace("candlewick_lag_seconds", lags)
        registry.replace("candlewick_tier_lag_seconds", tierLags)
        registry.set("candlewick_report_age_seconds", seconds(since: report.scope.madeAt))
    }

    private typealias Readings = [(labels: [(String, String)], value: Double)]

    private struct Group: Hashable {
        var tier: Tier
        var interval: String
    }

    private var ratios: Readings {
        let groups = Dictionary(grouping: report.lines) { Group(tier: $0.tier, interval: Self.interval($0.line.kind)) }
        return groups.compactMap { group, lines in
            let sum = Completeness(of: lines)
            let ratio =
                sum.expected > 0
                ? Double(sum.present) / Double(sum.expected)
                : sum.tradeSeconds > 0 ? Double(sum.presentTradeSeconds) / Double(sum.tradeSeconds) : nil
            return ratio.map { ([("tier", group.tier.rawValue), ("interval_minutes", group.interval)], $0) }
        }
    }

    private var lags: Readings {
        report.lines.lazy.filter { $0.tier.isWatched && $0.newest != nil }.prefix(Self.mostLines).map { line in
            let labels = [
                ("asset", line.line.instrument.base), ("quote", line.line.instrument.quote),
                ("interval_minutes", Self.interval(line.line.kind)),
            ]
            return (labels, line.newest.map(seconds) ?? 0)
        }
    }

    private var tierLags: Readings {
        let tiers = Dictionary(grouping: report.assets.filter { $0.newest != nil }, by: \.tier)
        return tiers.map { tier, assets in
            ([("tier", tier.rawValue)], assets.compactMap { $0.newest.map(seconds) }.max() ?? 0)
        }
    }

    private func seconds(since moment: Timestamp) -> Double {
        max(0, Double(now.nanoseconds - moment.nanoseconds) / 1e9)
    }

    private static func interval(_ kind: SeriesKind) -> String {
        guard let interval = kind.interval else { return "trades" }
        return interval.minutes.map { "\($0)" } ?? "\(interval)"
    }
}

extension Tier {
    /// Whether somebody is told when it stays behind.
    var isWatched: Bool { self == .tier1 || self == .tier2 }
}
