import MarketData

/// What is missing one by one, and which assets have fallen behind.
extension HistoryReport {
    func writeGaps(to page: inout Markup) {
        page += "<section id=\"gaps\">\n<h2>Gaps</h2>\n"
        let told = gaps.filter(\.state.isGap)
        let toldCandles = told.reduce(0) { $0 + $1.candles }
        if total.gaps == 0, gaps.isEmpty {
            page += "<p>There are none.</p>\n"
        } else if untoldGaps == 0 {
            page += """
                <p>All gaps are listed, \(told.count) in number, the largest first. An end is the first moment behind its gap.</p>

                """
        } else {
            let held: Markup =
                total.missing.total > 0
                ? "; they hold \(toldCandles) of the \(total.missing.total) missing candles" : ""
            page += """
                <p>Listed are the \(told.count) largest of \(total.gaps) gaps\(held). The other \(untoldGaps) are not in this page: <code>candlewick gaps</code> \
                lists all. An end is the first moment behind its gap.</p>

                """
        }
        for state in HistoryState.gapClasses + [.suspect] { writeGaps(of: state, to: &page) }
        page += "</section>\n"
    }

    private func writeGaps(of state: HistoryState, to page: inout Markup) {
        let gaps = gaps.filter { $0.state == state }
        let candles = state == .suspect ? total.suspect : total.missing[state]
        guard !gaps.isEmpty || candles > 0 else { return }
        let name = state.name.capitalisedFirst
        let listed = gaps.reduce(0) { $0 + $1.candles }
        // Gaps of trades hold no candles.
        let sum: Markup =
            candles > 0
            ? "\(candles.counted("candle")) in all, \(listed) of them listed here."
            : "\(gaps.count.counted("gap")) listed here."
        page += """
            <h3>\(Self.key(of: state)) \(name)</h3>
            <p class="quiet">\(state.meaning.capitalisedFirst). \(sum)</p>

            """
        guard !gaps.isEmpty else { return }
        page += """
            <div class="scroll" tabindex="0" role="region" aria-label="Gaps: \(name)">
            <table><caption class="vh">Gaps: \(name)</caption>
            <thead><tr><th scope="col" class="t">Series</th><th scope="col">Candles</th><th scope="col" class="t">From</th>\
            <th scope="col" class="t">To</th><th scope="col" class="t">Why, and what to do</th>\
            <th scope="col" class="t">File needed</th></tr></thead>
            <tbody>

            """
        for gap in gaps {
            page += "<tr><th scope=\"row\"><bdi>\(gap.line.description)</bdi></th>"
            page += gap.line.kind == .trades ? "<td>–</td>" : "<td>\(gap.candles)</td>"
            page +=
                "<td class=\"t n\">\(gap.range.start.shortText)</td><td class=\"t n\">\(gap.range.end.shortText)</td>"
            page += "<td class=\"t w\"><bdi>\(gap.reason)</bdi>"
            if !gap.remedy.isEmpty { page += " <bdi class=\"quiet\">\(gap.remedy)</bdi>" }
            page += "</td><td class=\"t\">"
            if !gap.requiredFile.isEmpty { page += "<code>\(gap.requiredFile)</code>" }
            page += "</td></tr>\n"
        }
        page += "</tbody></table></div>\n"
    }

    func writeStale(to page: inout Markup) {
        let stale = stale
        page += "<section id=\"stale\">\n<h2>Stale assets</h2>\n"
        if stale.isEmpty {
            page += "<p>Every asset has something newer than \(scope.staleAfterHours) hours.</p>\n</section>\n"
            return
        }
        page += """
            <div class="scroll" tabindex="0" role="region" aria-label="Stale assets">
            <table><caption>Assets with nothing newer than \(scope.staleAfterHours) hours, by the newest of all their \
            series.</caption>
            <thead><tr><th scope="col" class="t">Asset</th><th scope="col" class="t">Tier</th>\
            <th scope="col" class="t">Newest</th><th scope="col">Hours behind</th></tr></thead>
            <tbody>

            """
        for asset in stale {
            page += """
                <tr><th scope="row"><bdi>\(asset.instrument.description)</bdi></th><td class="t">\(asset.tier.rawValue)</td>\
                <td class="t">\(asset.newest?.shortText ?? "never")</td>
                """
            page += asset.hoursBehind.map { "<td>\($0)</td></tr>\n" } ?? "<td>–</td></tr>\n"
        }
        page += "</tbody></table></div>\n</section>\n"
    }
}
