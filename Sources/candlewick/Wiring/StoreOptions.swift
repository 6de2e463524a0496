import ArgumentParser

/// Where things are: the same on every command that touches a store.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store: sqlite:PATH. Otherwise CANDLEWICK_STORE, candlewick.toml, sqlite:candlewick.db.",
            valueName: "store"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "The settings file. Otherwise CANDLEWICK_CONFIG, then candlewick.toml in this folder.", valueName: "file"))
    var config: String?
}

/// Which adapters: for the commands that need any.
struct AdapterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The adapters' configuration. Otherwise CANDLEWICK_ADAPTERS, candlewick.toml, adapters.conf here, "
                + "the one that came with the program.",
            valueName: "file"))
    var adapters: String?
}

/// Which rows: shared by export, query and resample.
struct RangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From this time on (RFC 3339 or a date, UTC).", valueName: "time"))
    var start: TimeArgument?

    @Option(help: ArgumentHelp("Up to, not including, this time.", valueName: "time"))
    var end: TimeArgument?

    /// Here, and not when it is needed, so that the message comes with the usage of the right command.
    func validate() throws { _ = try range() }
}
