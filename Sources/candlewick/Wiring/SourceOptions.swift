import ArgumentParser
import Storage

/// How a source is asked: for the commands that ask one.
struct SourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The adapter of the source: kraken-rest. candlewick adapters lists them.", valueName: "id"))
    var source: String

    @Option(
        help: ArgumentHelp(
            "Keep every exchange with the source in this folder, without secrets; --replay and conformance tests read it.",
            valueName: "folder"))
    var record: String?

    @Option(
        help: ArgumentHelp("Take the source's replies from this folder, and ask nobody.", valueName: "folder"))
    var replay: String?

    @Flag(help: "Ask for closed days again that the cache has.")
    var noCache = false

    @OptionGroup var adapters: AdapterOptions

    func validate() throws {
        if record != nil, replay != nil { throw ValidationError("--record and --replay cannot go together") }
    }
}

/// What is wanted of a source: shared by load and backfill.
struct WishOptions: ParsableArguments {
    @Option(help: "Candles of this interval, in minutes. Otherwise 60, or 1440 where the source has no hours.")
    var interval: IntervalArgument?

    @Option(help: "Candles, or trades.")
    var kind: SeriesFilter.Content = .candles

    @Option(help: "The quote currency. Otherwise the asset's own, then USD.")
    var quote: String?

    @Option(help: "So many days back from --end. Without --days and --start: 30.")
    var days: Int?

    @OptionGroup var rangeOptions: RangeOptions

    @Flag(help: "Prices adjusted for splits, where the source has both; a series of its own.")
    var adjusted = false

    @Flag(help: "Ask also for what the ledger says was given already.")
    var again = false

    @Option(help: "Parts that are asked for at the same time.")
    var parallel = 4

    @Flag(help: "Show what would be asked, and ask nothing.")
    var dryRun = false

    @Flag(help: "Do not ask before a long job.")
    var yes = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if kind == .trades, interval != nil { throw ValidationError("--interval is for candles; trades have none") }
        if let days, !(1...36_600).contains(days) { throw ValidationError("--days must be 1 to 36600") }
        if days != nil, rangeOptions.start != nil { throw ValidationError("--days and --start say the same; give one") }
        if !(1...64).contains(parallel) { throw ValidationError("--parallel must be 1 to 64") }
    }
}
