import AdapterHost
import ArgumentParser
import Ingestion
import MarketData

struct InstrumentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instruments",
        abstract: "List or search what a source trades.",
        discussion: """
            Example:
              candlewick instruments --source kraken-rest --search btc
              candlewick instruments --source massive --category STOCK --search apple --json
            """)

    @Option(help: "Only what has this text in its symbol, asset or name.")
    var search = ""

    @Option(help: "Only this category, as far as the source says.")
    var category: AssetCategory?

    @Flag(help: "Only what is traded now, as far as the source says.")
    var active = false

    @Option(help: "At most so many lines; 0: all.")
    var limit = 100

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var source: SourceOptions

    @Option(help: ArgumentHelp("The settings file.", valueName: "file"))
    var config: String?

    private struct Row: Encodable {
        var symbol: String
        var base: String
        var quote: String
        var name: String
        var category: String?
        var active: Bool?
    }

    func validate() throws { if limit < 0 { throw ValidationError("--limit must not be below 0") } }

    mutating func run() async throws {
        let open = try OpenSource(source, settings: Settings.load(config))
        guard open.source.adapter.manifest.descriptor.kinds.contains(.instruments) else {
            throw Failure("\(open.source.id) lists no instruments", status: .wrongUse)
        }
        var options = LoadOptions()
        options.recording = open.recording
        let meter = LoadMeter(at: Workspace.now())
        let interruption = Interruption { meter.stop() }
        defer { interruption.end() }
        let listing = SourceListing(of: open.source, options: options, now: Workspace.now)
        var found: [SourceInstrument]
        do throws(LoadFailure) {
            found = try await listing.instruments(matching: search, category: category, meter: meter)
        } catch {
            throw Failure("\(open.source.id): \(error.message)")
        }
        if active { found.removeAll { $0.isActive == false } }
        let shown = limit == 0 ? found[...] : found.prefix(limit)
        if json { try printJSON(shown.map(row)) } else { show(Array(shown)) }
        if shown.count < found.count {
            Terminal.note(
                "\(grouped(shown.count)) of \(grouped(found.count)); --limit 0 shows all, --search TEXT fewer")
        }
        if found.isEmpty { Terminal.note("nothing found") }
    }

    private func show(_ instruments: [SourceInstrument]) {
        var table = Table(
            ("SYMBOL", .left), ("BASE", .left), ("QUOTE", .left), ("CATEGORY", .left), ("ACTIVE", .left),
            ("NAME", .left))
        for one in instruments {
            table.add(
                one.symbol, one.base.isEmpty ? "-" : one.base, one.quote.isEmpty ? "-" : one.quote,
                one.category?.rawValue ?? "-", one.isActive.map { $0 ? "yes" : "no" } ?? "-", one.name)
        }
        if !table.isEmpty { table.print() }
    }

    private func row(_ one: SourceInstrument) -> Row {
        Row(
            symbol: one.symbol, base: one.base, quote: one.quote, name: one.name, category: one.category?.rawValue,
            active: one.isActive)
    }
}
