package import MarketData

/// Completeness as tables: by tier, by interval, and every asset by interval.
extension HistoryReport {
    func writeSums(to page: inout Markup) {
        page += "<section id=\"sums\">\n<h2>Sums</h2>\n"
        let tierRows = tiers.map { ("\($0.tier.rawValue)" as Markup, $0.completeness) }
        let intervalRows = intervals.map { ("\($0.kind.shortText)" as Markup, $0.completeness) }
        page += Self.sumTable("Tier", "Completeness by tier, in candles.", tierRows, total: total)
        page += Self.sumTable("Interval", "Completeness by interval, in candles.", intervalRows, total: total)
        if intervals.contains(where: { $0.kind == .trades }) {
            page += """
                <p class="quiet">Trades have no candles to count: their percentage is of open time, and sums with candles in \
                them leave it out.</p>

                """
        }
        page += "</section>\n"
    }

    private static func sumTable(
        _ subject: Markup, _ caption: Markup, _ rows: [(name: Markup, sum: Completeness)], total: Completeness
    ) -> Markup {
        var table: Markup = """
            <div class="scroll" tabindex="0" role="region" aria-label="\(caption)">
            <table><caption>\(caption)</caption>
            <thead><tr><th scope="col" class="t">\(subject)</th><th scope="col">%</th><th scope="col">Series</th>\
            <th scope="col">Complete</th><th scope="col">Expected</th><th scope="col">Present</th>
            """
        for state in HistoryState.gapClasses { table += "<th scope=\"col\">\(state.name.capitalisedFirst)</th>" }
        table += "<th scope=\"col\">Suspect</th></tr></thead>\n<tbody>\n"
        for row in rows { table += sumRow(row.name, row.sum) }
        table += "</tbody>\n<tfoot>\n"
        table += sumRow("All", total, style: " class=\"strong\"")
        table += "</tfoot>\n</table></div>\n"
        return table
    }

    private static func sumRow(_ name: Markup, _ sum: Completeness, style: Markup = "") -> Markup {
        var row: Markup = """
            <tr\(style)><th scope="row">\(name)</th><td>\(sum.percentage?.description ?? "–")</td><td>\(sum.lines)</td>\
            <td>\(sum.completeLines)</td><td>\(sum.countText(sum.expected))</td><td>\(sum.countText(sum.present))</td>
            """
        for count in HistoryState.gapClasses.map({ sum.missing[$0] }) + [sum.suspect] {
            row += sum.expected > 0 ? countCell(count) : "<td>–</td>"
        }
        row += "</tr>\n"
        return row
    }

    private static func countCell(_ count: Int) -> Markup {
        count == 0 ? "<td class=\"zero\">0</td>" : "<td>\(count)</td>"
    }

    func writeMatrix(to page: inout Markup) {
        page += """
            <section id="matrix">
            <h2>Assets and intervals</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Completeness by asset and interval">
            <table class="matrix"><caption>Per cent of the candles wanted, for each asset and interval. An empty field: no such \
            series.</caption>
            <thead><tr><th scope="col" class="t">Asset</th>
            """
        for interval in intervals { page += "<th scope=\"col\">\(interval.kind.shortText)</th>" }
        page += "<th scope=\"col\">Missing</th><th scope=\"col\">All</th></tr></thead>\n"
        var tier: Tier?
        for asset in assets {
            if asset.tier != tier {
                page += tier == nil ? "<tbody>\n" : "</tbody>\n<tbody>\n"
                page += """
                    <tr><th scope="rowgroup" colspan="\(plain: intervals.count + 3)">\(asset.tier.rawValue)</th></tr>

                    """
                tier = asset.tier
            }
            writeMatrixRow(asset, to: &page)
        }
        page += tier == nil ? "" : "</tbody>\n"
        page += "</table></div>\n</section>\n"
    }

    private func writeMatrixRow(_ asset: AssetCompleteness, to page: inout Markup) {
        page += "<tr><th scope=\"row\"><bdi>\(asset.instrument.description)</bdi></th>"
        // Both ascend by interval; the same history may stand in two lines.
        var line = asset.lines.lowerBound
        for interval in intervals {
            var sum = Completeness()
            while line < asset.lines.upperBound, lines[line].line.kind == interval.kind {
                sum.add(lines[line])
                line += 1
            }
            page += sum.lines == 0 ? "<td></td>" : Self.shadedCell(sum)
        }
        let sum = asset.completeness
        page += sum.expected > 0 ? Self.countCell(sum.missing.total) : "<td>–</td>"
        page += Self.shadedCell(asset.completeness)
        page += "</tr>\n"
    }

    private static func shadedCell(_ sum: Completeness) -> Markup {
        guard let percentage = sum.percentage else { return "<td>–</td>" }
        return "<td class=\"q\(plain: percentage.step)\">\(percentage.description)</td>"
    }
}

extension Percentage {
    /// Which of the palette's five steps it is shaded with.
    package var step: Int {
        switch tenths {
        case 1000: 4
        case 990...: 3
        case 900...: 2
        case 500...: 1
        default: 0
        }
    }
}

extension SeriesKind {
    /// `1h`, `trades`.
    package var shortText: String { interval?.description ?? "trades" }
}

extension String {
    /// `Source limit` of `source limit`.
    package var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
