import ArgumentParser
import Foundation
import Ingestion
import MarketData
import Overview
import Reporting
import Storage

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Say how complete the history is, what is missing, and what would fill it.",
        discussion: """
            Counts what sources have asserted, with or without trades, against the candles that can exist while the market \
            is open. Without --start a history is wanted from the first moment that is known of its instrument.

            Example:
              candlewick report --tier TIER1 --html report.html
              candlewick report --asset BTC --intervals 60,1440 --start 2024-01-01 --end 2025-01-01
            """)

    /// Gaps that are told one by one: a person reads fewer than a page holds.
    private static let usualGaps = (terminal: 10, document: 500)

    @OptionGroup var which: HistoryOptions

    @Option(help: ArgumentHelp("Also write the report as one HTML page that needs nothing else.", valueName: "file"))
    var html: String?

    @Option(
        help: ArgumentHelp(
            "How many gaps are told one by one, the largest first, and how many suspect stretches. Otherwise "
                + "\(usualGaps.terminal) here and \(usualGaps.document) in HTML and JSON.", valueName: "count"))
    var gaps: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var adapters: AdapterOptions
    @OptionGroup var options: StoreOptions

    func validate() throws {
        if let gaps, !(0...100_000).contains(gaps) { throw ValidationError("--gaps must be 0 to 100000") }
    }

    mutating func run() async throws {
        if let html { try refuseUnusable(html) }
        let workspace = try Workspace(options)
        let examined = try ExaminedStore(workspace)
        let now = Workspace.now()
        let scope = try which.scope(workspace.settings.sync, now: now)
        try refuseUnknown(try examined.ledger.assets())
        try examined.examine(scope)
        let sources = try await HistorySources(
            adapters, settings: workspace.settings, only: which.source
        ).sources
        let filling = ReportFilling(
            ledger: examined.ledger, store: try examined.store.identity(), location: "\(workspace.stores[0])",
            sources: sources, scope: scope, now: now, told: gaps ?? Self.usualGaps.document,
            hubVersion: Candlewick.version)
        let report = try filling.report()
        if let html {
            try write(report.html(), to: html)
            Terminal.note("\(html): written")
        }
        if json { return try printJSON(report) }
        ReportText(report, gaps: gaps ?? Self.usualGaps.terminal, showsMap: !which.asset.isEmpty).print()
    }

    private func refuseUnknown(_ assets: [Asset]) throws {
        let known = Set(assets.map(\.ticker))
        if let unknown = which.asset.first(where: { !known.contains($0) && !known.contains($0.uppercased()) }) {
            throw Failure(
                "the ledger knows no asset '\(printable(unknown))'; candlewick asset list shows all", status: .wrongUse)
        }
    }

    /// A page that cannot be put there is refused before anything is counted.
    private func refuseUnusable(_ path: String) throws {
        func isFolder(_ url: URL) -> Bool {
            // Of what is not there, or cannot be looked at, nothing can be read: it is no folder to write into.
            (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
        }
        let (url, name) = (URL(filePath: path), printable(path))
        if isFolder(url) {
            throw Failure(
                "\(name): the report cannot be written: that is a folder; name a file in it, like "
                    + printable(url.appending(path: "report.html").path))
        }
        let folder = url.deletingLastPathComponent()
        if !isFolder(folder) {
            throw Failure(
                "\(name): the report cannot be written: there is no folder \(printable(folder.path)); make it first, or "
                    + "name another file")
        }
    }

    /// Under another name first: a reader never meets half a page.
    private func write(_ page: [UInt8], to path: String) throws {
        do {
            try Data(page).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failure("\(printable(path)): the report cannot be written: \(error.localizedDescription)")
        }
    }
}
