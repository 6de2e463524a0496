import MarketData
import Overview
import Reporting
import Storage

/// All assets: what is wanted of them, what is there, how old it is.
struct AssetsPage {
    let services: HubServices
    let report: HistoryReport
    let request: PageRequest

    private static let page = 100

    func fields() throws -> Fields {
        let tier = try request.choice("tier", Tier.self)
        let isStale = request["stale"] == "1"
        let words = request["search"]?.uppercased()
        let known = Dictionary(
            try services.ledger.assets().map { ($0.ticker, $0) }, uniquingKeysWith: { first, _ in first })
        let stale = Set(report.stale.map(\.instrument))
        let assets = report.assets.filter { asset in
            (tier == nil || asset.tier == tier) && (!isStale || stale.contains(asset.instrument))
                && (words.map { word in
                    asset.instrument.base.uppercased().contains(word)
                        || known[asset.instrument.base]?.name.uppercased().contains(word) ?? false
                } ?? true)
        }
        let paging = try Paging(assets.count, by: Self.page, request)
        var fields: Fields = [
            "assets": assets[paging.rows].map { row($0, known[$0.instrument.base], stale.contains($0.instrument)) },
            "has_assets": !assets.isEmpty, "is_empty": report.assets.isEmpty, "count": assets.count.counted("asset"),
            "tiers": [Fields.choice("", "All tiers", tier?.rawValue)]
                + Tier.allCases.map { Fields.choice($0.rawValue, $0.rawValue, tier?.rawValue) },
            "search": request["search"] ?? "", "hours": report.scope.staleAfterHours.counted("hour"),
        ]
        if isStale { fields["stale"] = true }
        fields["paging"] = paging.fields(Link("/asset"), keeping: request, ["tier", "search", "stale"])
        return fields
    }

    private func row(_ asset: AssetCompleteness, _ known: Asset?, _ isStale: Bool) -> Fields {
        let sum = asset.completeness
        var fields: Fields = [
            "name": asset.instrument.description, "tier": asset.tier.rawValue,
            "category": known?.category?.rawValue ?? "–", "series": sum.lines, "share": Fields.share(sum),
            "missing": sum.expected > 0 ? sum.missing.total.grouped : "–", "suspect": sum.suspect.grouped,
            "gaps": sum.gaps.grouped,
            "href": Link("/asset/", escaping: asset.instrument.base).with("quote", asset.instrument.quote).text,
        ]
        if let name = known?.name, !name.isEmpty { fields["title"] = name }
        if let newest = asset.newest { fields["newest"] = Fields.time(newest) }
        if let hours = asset.hoursBehind { fields["behind"] = Fields.span(Int64(hours) * 3_600_000_000_000) }
        if isStale { fields["stale"] = true }
        return fields
    }
}
