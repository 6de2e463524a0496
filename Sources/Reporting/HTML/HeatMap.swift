import MarketData

/// The coverage map: a picture of time for every line, folded by asset.
extension HistoryReport {
    /// Lines whose assets are unfolded at first: more would be a page that nobody scrolls through.
    private static let unfoldedLines = 240

    /// Whether each asset is unfolded: the incomplete ones in their order while there is room.
    private var unfolded: [Bool] {
        var room = Self.unfoldedLines
        return assets.map { asset in
            guard !asset.completeness.isComplete else { return false }
            room -= asset.completeness.lines
            return room >= 0
        }
    }

    func writeHeatMap(to page: inout Markup) {
        page += "<section id=\"map\">\n<h2>Coverage map</h2>\n"
        let unfolded = unfolded
        page += "<p>\(foldingText(unfolded))</p>\n"
        writeLegend(to: &page)
        var tier: Tier?
        for (asset, isOpen) in zip(assets, unfolded) {
            if asset.tier != tier {
                page += "<h3>\(asset.tier.rawValue)</h3>\n"
                tier = asset.tier
            }
            writeAsset(asset, isOpen: isOpen, to: &page)
        }
        page += "</section>\n"
    }

    private func foldingText(_ unfolded: [Bool]) -> Markup {
        let complete = assets.filter(\.completeness.isComplete)
        let completeLines = complete.reduce(0) { $0 + $1.completeness.lines }
        let rest = zip(assets, unfolded).filter { !$1 && !$0.completeness.isComplete }.map(\.0)
        var text: Markup = """
            One row a series, from \(scope.wanted.start.shortText) to \(scope.wanted.end.shortText). A gap is drawn wider than it \
            is where it would not be seen.
            """
        if !complete.isEmpty {
            text += " Folded: \(complete.count.counted("complete asset")) with \(completeLines) series."
        }
        if !rest.isEmpty {
            let lines = rest.reduce(0) { $0 + $1.completeness.lines }
            text +=
                " Folded too, to keep the page short: \(rest.count.counted("incomplete asset")) with \(lines) series."
        }
        if !complete.isEmpty || !rest.isEmpty { text += " A line with an arrow opens and closes its rows." }
        return text
    }

    private func writeLegend(to page: inout Markup) {
        page += "<ul class=\"legend\" aria-label=\"Legend\">\n"
        for state in HistoryState.allCases {
            page += """
                <li>\(Self.key(of: state))<span>\(state.name.capitalisedFirst): <span class="quiet">\(state.meaning)</span></span>\
                </li>

                """
        }
        page += "</ul>\n"
    }

    /// A small field in the state's colour and hatch.
    static func key(of state: HistoryState) -> Markup {
        """
        <svg class="key" viewBox="0 0 30 14" aria-hidden="true" focusable="false">\
        <path class="b-\(state.mark)" d="M0 0h30v14h-30z"/></svg>
        """
    }

    private func writeAsset(_ asset: AssetCompleteness, isOpen: Bool, to page: inout Markup) {
        let sum = asset.completeness
        let name = asset.instrument.description
        page += isOpen ? "<details open>" : "<details>"
        page += "<summary><b><bdi>\(name)</bdi></b><span class=\"s\">\(sum.percentageText)</span>"
        page += "<span>\(sum.lines) series</span>"
        if sum.isComplete { page += "<span>nothing missing</span>" }
        if sum.missing.total > 0 { page += "<span>\(sum.missing.total.counted("candle")) missing</span>" }
        if sum.suspect > 0 { page += "<span>\(sum.suspect) suspect</span>" }
        page += """
            </summary>
            <table class="map"><caption class="vh">Coverage of <bdi>\(name)</bdi></caption>
            <thead><tr><th scope="col" class="t"><span class="vh">Interval</span></th>\
            <th scope="col" class="bar axis"><span class="vh">Coverage</span><svg aria-hidden="true"><use href="#axis"/></svg></th>\
            <th scope="col" class="p">%</th><th scope="col" class="m">Missing</th><th scope="col" class="d">Newest</th>\
            <th scope="col" class="o">Origin</th></tr></thead>
            <tbody>

            """
        for line in lines[asset.lines] { writeRow(line, to: &page) }
        page += "</tbody></table></details>\n"
    }

    private func writeRow(_ line: ReportLine, to page: inout Markup) {
        let missing: Markup = line.line.kind == .trades ? "<td>–</td>" : "<td class=\"m\">\(line.missing.total)</td>"
        page += """
            <tr><th scope="row">\(line.line.kind.shortText)</th><td class="bar">\
            <svg viewBox="0 0 \(plain: BandColumns.count) 14" preserveAspectRatio="none" role="img"><title>
            """
        page += line.pictureText
        page += "</title>"
        page.append(BandColumns(line.bands, over: scope.wanted))
        page += """
            </svg></td><td class="p">\(line.percentage?.description ?? "–")</td>\(missing)\
            <td class="d">\(line.newest.map { String($0.description.prefix(10)) } ?? "never")</td>\
            <td class="o">\(line.provenance == .none ? "–" : line.provenance.rawValue)</td></tr>

            """
    }
}

extension Markup {
    /// One path a state, of one box a run.
    fileprivate mutating func append(_ columns: BandColumns) {
        for state in HistoryState.allCases where columns.runs.contains(where: { $0.state == state }) {
            self += "<path class=\"b-\(state.mark)\" d=\""
            for run in columns.runs where run.state == state {
                append(byte: UInt8(ascii: "M"))
                append(plain: run.columns.lowerBound)
                self += " 0h"
                append(plain: run.columns.count)
                self += "v14h-"
                append(plain: run.columns.count)
                append(byte: UInt8(ascii: "z"))
            }
            self += "\"/>"
        }
    }
}

extension Completeness {
    /// `99.9 %`, or a dash where nothing is expected.
    var percentageText: String { percentage.map { "\($0) %" } ?? "–" }

    /// A number of candles, or a dash where none can be: of trades nobody counts them.
    func countText(_ candles: Int) -> Markup { expected > 0 ? "\(candles)" : "–" }
}

extension ReportLine {
    /// What the picture shows, in words.
    fileprivate var pictureText: Markup {
        var text: Markup = "\(line.description): \(Completeness(of: [self]).percentageText)"
        if expected > 0 { text += " of \(expected) candles" }
        if isComplete { text += ", nothing missing" }
        for state in HistoryState.gapClasses where missing[state] > 0 { text += ", \(missing[state]) \(state.name)" }
        if suspect > 0 { text += ", \(suspect) suspect" }
        if gaps > 0 { text += ", \(gaps.counted("gap"))" }
        if !sources.isEmpty { text += "; from \(sources.joined(separator: ", "))" }
        return text
    }
}
