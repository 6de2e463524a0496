import MarketData

extension HistoryReport {
    /// The report as one HTML page in UTF-8 that needs nothing else: no script, nothing loaded from anywhere. It reads in
    /// the light, in the dark, on a phone and on paper.
    ///
    /// Names are shown as text whatever is in them. What is folded or left out is said in the page.
    public func html() -> [UInt8] {
        var page = Markup()
        // A line with twenty bands takes about a thousand bytes.
        page.reserve(1100 * lines.count + 400 * gaps.count + 20_000)
        page += Self.head
        page += "<body>\n"
        page += Self.patterns(axis: TimeAxis(scope.wanted))
        writeHeader(to: &page)
        page += "<main>\n"
        writeNextSteps(to: &page)
        writeSums(to: &page)
        writeMatrix(to: &page)
        writeHeatMap(to: &page)
        writeGaps(to: &page)
        writeStale(to: &page)
        page += "</main>\n"
        page += """
            <footer>Made by Candlewick \(scope.hubVersion). All times are UTC. Percentages are rounded down: 100 is said only \
            where nothing is missing and nothing suspect.</footer>
            </body>
            </html>

            """
        return page.bytes
    }

    private static let head: Markup = {
        // The one text that is markup without being a literal here.
        let style = Markup(stringLiteral: Stylesheet.text)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>Completeness of the history</title>
            <style>
            \(style)
            </style>
            </head>

            """
    }()

    /// The hatches and the time axis, which the pictures of all lines share.
    private static func patterns(axis: TimeAxis) -> Markup {
        var svg: Markup = "<svg class=\"defs\" aria-hidden=\"true\" focusable=\"false\"><defs>\n"
        let size = HistoryState.hatchSize
        for state in HistoryState.allCases {
            guard let hatch = state.hatch else { continue }
            svg += """
                <pattern id="p-\(state.mark)" width="\(size)" height="\(size)" patternUnits="userSpaceOnUse">\
                <rect class="g-\(state.mark)" width="\(size)" height="\(size)"/>\
                <path class="h-\(state.mark)" d="\(hatch)"/></pattern>

                """
        }
        svg += "<g id=\"axis\">"
        for mark in axis.marks {
            let place = "\(mark.place / 100).\(mark.place / 10 % 10)\(mark.place % 10)%"
            svg +=
                "<line class=\"tk\" x1=\"\(place)\" x2=\"\(place)\" y1=\"\(mark.text.isEmpty ? "12" : "10")\" y2=\"15\"/>"
            guard !mark.text.isEmpty else { continue }
            // A text at the end would stand outside the page of a phone.
            svg +=
                mark.place > 9300
                ? "<text class=\"tx e\" x=\"100%\" y=\"9\">" : "<text class=\"tx\" x=\"\(place)\" y=\"9\">"
            svg += "\(mark.text)</text>"
        }
        svg += "</g>\n</defs></svg>\n"
        return svg
    }

    private func writeHeader(to page: inout Markup) {
        let tiers = scope.tiers.isEmpty ? "all tiers" : scope.tiers.map(\.rawValue).joined(separator: ", ")
        let intervals =
            scope.intervals.isEmpty ? "all intervals" : scope.intervals.map(\.description).joined(separator: ", ")
        page += """
            <header>
            <h1>Completeness of the history</h1>
            <p>Store <bdi>\(scope.store)</bdi>, as of \(scope.madeAt.shortText) UTC.<br>
            Wanted: \(scope.wanted.start.shortText) to \(scope.wanted.end.shortText), \(tiers), \(intervals).</p>
            <dl class="figures">

            """
        let percentage = total.percentage.map { "\($0) %" } ?? "–"
        let doubted: Markup = total.suspect > 0 ? ", \(total.suspect) of them suspect" : ""
        page += Self.figure(
            "Complete", "\(percentage)",
            total.expected > 0 ? "\(total.present) of \(total.expected) candles\(doubted)" : "of open time")
        page += Self.figure("Series complete", "\(total.completeLines)", "of \(total.lines)")
        page += Self.figure("Candles missing", total.countText(total.missing.total), "in \(total.gaps.counted("gap"))")
        page += Self.figure("Fillable now", total.countText(total.missing.fillable), "candles that a source can give")
        page += Self.figure("Suspect", total.countText(total.suspect), "candles, empty against the evidence")
        page += Self.figure(
            "Stale assets", "\(stale.count)", "of \(assets.count), older than \(scope.staleAfterHours) h")
        page += """
            </dl>
            <nav aria-label="Sections"><a href="#next">What to do next</a><a href="#sums">Sums</a>\
            <a href="#matrix">Assets and intervals</a><a href="#map">Coverage map</a><a href="#gaps">Gaps</a>\
            <a href="#stale">Stale assets</a></nav>
            </header>

            """
    }

    private static func figure(_ name: Markup, _ value: Markup, _ note: Markup) -> Markup {
        "<div><dt>\(name)</dt><dd><b>\(value)</b><span>\(note)</span></dd></div>\n"
    }

    private func writeNextSteps(to page: inout Markup) {
        page += "<section id=\"next\">\n<h2>What to do next</h2>\n"
        if next.isEmpty {
            page += total.isComplete ? "<p>Nothing: the history is complete.</p>\n" : "<p>No step is known.</p>\n"
        } else {
            page += "<ol class=\"steps\">\n"
            for step in next {
                page += "<li><span>\(step.sentence)</span>"
                if !step.command.isEmpty { page += "<code>\(step.command)</code>" }
                page += "</li>\n"
            }
            page += "</ol>\n"
        }
        page += "</section>\n"
    }
}
