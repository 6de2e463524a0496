/// How the page looks: on a wide screen, on a phone, in the dark and on paper.
package enum Stylesheet {
    static var text: String {
        """
        :root{color-scheme:light;\(Palette.light.declarations)}
        @media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;\(Palette.dark.declarations)}}
        \(base)
        \(states)
        \(phone)
        \(paper)
        """
    }

    private static let base = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        main,header,footer{max-width:1080px;margin:0 auto;padding:0 24px}
        header{padding-top:32px}
        h1{font-size:26px;line-height:1.2;margin:0 0 4px;font-weight:650;letter-spacing:-.01em}
        h2{font-size:18px;line-height:1.3;margin:44px 0 6px;padding-top:12px;border-top:2px solid var(--ink);font-weight:650}
        h3{font-size:14px;margin:24px 0 6px;font-weight:650}
        p{margin:0 0 10px;max-width:62em}
        .quiet,header p,footer{color:var(--quiet)}
        footer{padding-top:24px;padding-bottom:40px;margin-top:44px;font-size:12px}
        a{color:inherit;text-underline-offset:2px}
        nav{margin:14px 0 0;display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13px}
        code{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:20px 24px;margin:28px 0 0}
        .figures div{border-top:1px solid var(--rule);padding-top:8px}
        .figures dt{color:var(--quiet);font-size:12.5px}
        .figures dd{margin:0;font-variant-numeric:tabular-nums}
        .figures dd b{display:block;font-size:24px;line-height:1.25;font-weight:600;letter-spacing:-.01em}
        .figures dd span{color:var(--quiet);font-size:12.5px}
        .steps{margin:0;padding:0;list-style:none;counter-reset:step}
        .steps li{counter-increment:step;padding:7px 0 7px 30px;border-top:1px solid var(--rule);position:relative;display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between;align-items:baseline}
        .steps li:first-child{border-top:0}
        .steps li::before{content:counter(step);position:absolute;left:2px;color:var(--quiet);font-variant-numeric:tabular-nums}
        .steps code{padding:4px 10px;background:var(--field);border-radius:3px}
        .scroll{overflow-x:auto;margin:6px 0 14px}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}
        caption{text-align:left;color:var(--quiet);font-size:12.5px;padding:0 0 6px}
        th,td{padding:4px 10px;text-align:right;vertical-align:top;font-weight:400;white-space:nowrap}
        th:first-child,td:first-child{padding-left:0}
        th:last-child,td:last-child{padding-right:0}
        thead th{color:var(--quiet);font-size:12px;vertical-align:bottom;border-bottom:1px solid var(--ink);line-height:1.25}
        tbody tr{border-bottom:1px solid var(--rule)}
        th[scope=row],.t{text-align:left}
        th[scope=rowgroup]{text-align:left;font-weight:650;padding-top:14px}
        .w{white-space:normal;min-width:22em;overflow-wrap:anywhere}
        .zero{color:var(--quiet)}
        .strong{font-weight:650}
        .matrix td{padding:4px 8px;box-shadow:inset 2px 0 var(--paper)}
        .matrix td:last-child{padding-right:8px;font-weight:650}
        .matrix thead th{padding:4px 8px}
        .matrix th:first-child{padding-left:0}
        td code{overflow-wrap:break-word}
        tfoot tr{border-top:1px solid var(--ink)}
        \((0..<5).map { ".q\($0){background:var(--q\($0))}" }.joined())
        details{border-top:1px solid var(--rule)}
        summary{cursor:pointer;padding:6px 0;display:flex;gap:14px;align-items:baseline;font-variant-numeric:tabular-nums;list-style:none}
        summary::-webkit-details-marker{display:none}
        summary::before{content:"";flex:none;width:0;border:4px solid transparent;border-left:6px solid var(--quiet);border-right:0;align-self:center}
        details[open]>summary::before{transform:rotate(90deg)}
        summary b{min-width:96px;font-weight:650}
        summary span{color:var(--quiet)}
        summary .s{color:var(--ink);min-width:56px;text-align:right}
        summary:focus-visible,.scroll:focus-visible,a:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
        .map{table-layout:fixed;margin:0 0 14px}
        .map th,.map td{padding:2px 0 2px 12px;vertical-align:middle}
        .map th:first-child{padding-left:20px;width:72px}
        .map thead th{border-bottom:0;font-size:11.5px}
        .map tbody tr{border-bottom:0}
        .map .bar{width:auto;padding:2px 0}
        .map .p{width:56px}.map .m{width:96px}.map .d{width:98px}.map .o{width:74px}
        .bar svg{display:block;width:100%;height:14px;background:var(--paper)}
        .axis svg{height:15px;overflow:visible}
        .tx{font-size:11px;fill:var(--quiet);font-variant-numeric:tabular-nums}
        .e{text-anchor:end}
        .tk{stroke:var(--quiet)}
        .legend{list-style:none;margin:10px 0 14px;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:5px 24px;font-size:13px}
        .legend li{display:flex;gap:9px;align-items:baseline}
        .key{flex:none;width:30px;height:14px;display:inline-block;vertical-align:-2px;outline:1px solid var(--rule)}
        .defs{position:absolute;width:0;height:0}
        .vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        """

    /// Grounds and hatches; a hatch is stroked but for the dots, which are filled.
    package static var states: String {
        HistoryState.allCases.map { state in
            let mark = state.mark
            guard state.hatch != nil else { return ".b-\(mark){fill:var(--g-\(mark))}" }
            let ink =
                switch state {
                case .suspect: "fill:var(--h-\(mark))"
                case .failed, .notEntitled: "fill:none;stroke:var(--h-\(mark));stroke-width:3"
                default: "fill:none;stroke:var(--h-\(mark));stroke-width:1.6"
                }
            // The outline keeps a slit visible that is narrower than its hatch.
            let outline = "stroke:var(--h-\(mark));stroke-width:1;vector-effect:non-scaling-stroke"
            return ".b-\(mark){fill:url(#p-\(mark));\(outline)}.g-\(mark){fill:var(--g-\(mark))}.h-\(mark){\(ink)}"
        }.joined(separator: "\n")
    }

    private static let phone = """
        @media screen and (max-width:700px){
        main,header,footer{padding-left:16px;padding-right:16px}
        header{padding-top:20px}
        h1{font-size:22px}
        .figures{grid-template-columns:1fr 1fr;gap:14px 18px}
        .figures dd b{font-size:20px}
        .legend{grid-template-columns:1fr}
        summary{gap:4px 10px;flex-wrap:wrap}
        summary b{min-width:84px}
        .map,.map thead,.map tbody{display:block}
        .map tr{display:grid;grid-template-columns:3.2em 3.8em 1fr auto 3.6em;gap:0 8px;padding:3px 0}
        .map tr>*,.map th:first-child{padding:0;width:auto!important;font-size:12px;min-width:0}
        .map td.p::after{content:" %"}.map td.m::after{content:" missing"}
        .map .bar{grid-row:2;grid-column:1/-1}
        .map thead th:not(.bar){display:none}
        }
        """

    private static let paper = """
        @page{size:A4;margin:15mm 13mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif}@bottom-left{content:"Candlewick: completeness of the history";font:8pt sans-serif}}
        @media print{
        body{font-size:9pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        main,header,footer{max-width:none;padding:0}
        nav{display:none}
        h1{font-size:17pt}h2{font-size:12.5pt;margin-top:20pt}h3{font-size:9.5pt}
        h2,h3,caption,summary{break-after:avoid}
        thead{display:table-header-group}
        tr,li,.figures div{break-inside:avoid}
        th[scope=rowgroup]{break-after:avoid}
        .figures{grid-template-columns:repeat(6,1fr);gap:10pt}.figures dd b{font-size:14pt}
        .figures dt,.figures dd span,caption,thead th{font-size:7.5pt}
        .scroll{overflow:visible}
        th,td{padding:2pt 5pt;white-space:normal}
        .n,.map td,thead th,th[scope=row]{white-space:nowrap}
        .w{min-width:0}
        code{font-size:8pt}
        .map{break-inside:avoid}
        summary::before{display:none}
        .map th:first-child{padding-left:0;width:38pt}
        .map .p{width:34pt}.map .m{width:58pt}.map .d{width:56pt}.map .o{width:46pt}
        }
        """
}
