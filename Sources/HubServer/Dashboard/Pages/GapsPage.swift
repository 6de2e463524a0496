import Coverage
import Ingestion
import MarketData
import Overview
import Reporting
import Storage

/// What is missing: filtered, counted by class, the largest first.
struct GapsPage {
    let services: HubServices
    let sources: [HistorySource]
    let request: PageRequest

    private static let page = 100
    /// The largest that can be paged through; the CSV has all.
    private static let most = 2000

    func fields() throws -> Fields {
        let tier = try request.choice("tier", Tier.self)
        let (kind, state) = (try request.kind("kind"), try request.choice("class", HistoryState.self))
        let asset = request["asset"]
        var scope = services.scope
        if let tier { scope.tiers = [tier] }
        if let asset { scope.tickers = [asset] }
        if let interval = kind?.interval { scope.intervals = [interval] }
        let scan = GapScan(
            ledger: services.ledger, identity: services.identity, sources: sources, now: services.now(),
            classes: Set(GapClass.listed.filter { state == nil || $0.word == state?.rawValue }))
        var found = LargestRows(Self.most)
        try scan.each(scope) { one in
            if kind == .trades, one.line.kind != .trades { return }
            found.add(one)
        }
        let rows = found.sorted
        let paging = try Paging(rows.count, by: Self.page, request)
        let assets = try services.ledger.assets()
        var fields: Fields = [
            "hatches": PictureParts.hatches, "rows": rows[paging.rows].map(\.fields), "has_rows": !rows.isEmpty,
            "classes_found": found.classes,
            "count": found.count.counted("gap"), "is_empty": assets.isEmpty,
            "form": form(tier, kind, state, assets), "filter": filterText(tier, asset, kind, state),
            "export": Link("/v1/gaps").with("format", "csv").with("tier", tier?.rawValue).with("asset", asset)
                .with("interval", kind?.interval?.minutes.map { "\($0)" })
                .with("class", state?.rawValue).text,
        ]
        let unseen = try Examiner(services.store, services.ledger).pending(scope: scope)
        if unseen > 0 { fields["unseen"] = unseen.counted("series", plural: "series") }
        if found.count > Self.most { fields["more"] = (found.count - Self.most).grouped }
        if found.fillable > 0 {
            fields["fill"] =
                ["candles": found.fillable.counted("candle"), "body": fillBody(tier, asset, kind)] as Fields
        }
        fields["paging"] = paging.fields(Link("/gaps"), keeping: request, ["tier", "kind", "class", "asset"])
        return fields
    }

    /// What is asked of the hub to fill what is shown.
    private func fillBody(_ tier: Tier?, _ asset: String?, _ kind: SeriesKind?) -> String {
        JobWish(
            command: "gaps fill", tiers: tier.map { [$0.rawValue] }, assets: asset.map { [$0] },
            intervals: kind?.interval?.minutes.map { [$0] }
        ).text
    }

    private func filterText(_ tier: Tier?, _ asset: String?, _ kind: SeriesKind?, _ state: HistoryState?) -> String {
        let parts = [tier?.rawValue, asset, kind?.shortText, state?.name].compactMap(\.self)
        return parts.isEmpty ? "all that is wanted" : parts.joined(separator: ", ")
    }

    private func form(_ tier: Tier?, _ kind: SeriesKind?, _ state: HistoryState?, _ assets: [Asset]) -> Fields {
        let kinds = Interval.usual.map { SeriesKind.candles($0) } + [.trades]
        return [
            "tiers": [Fields.choice("", "All tiers", tier?.rawValue)]
                + Tier.allCases.map { Fields.choice($0.rawValue, $0.rawValue, tier?.rawValue) },
            "kinds": [Fields.choice("", "All intervals", kind?.parameter)]
                + kinds.map { Fields.choice($0.parameter, $0.shortText, kind?.parameter) },
            "classes": [Fields.choice("", "All classes", state?.rawValue)]
                + (HistoryState.gapClasses + [.suspect]).map {
                    Fields.choice($0.rawValue, $0.name.capitalisedFirst, state?.rawValue)
                },
            "assets": [Fields.choice("", "All assets", request["asset"])]
                + assets.prefix(500).map { Fields.choice($0.ticker, $0.ticker, request["asset"]) },
        ]
    }
}

extension GapClass {
    /// What is listed as missing.
    static let listed: [GapClass] = [.fillable, .failed, .sourceLimit, .notEntitled, .notAsked, .suspect]
}
