import ArgumentParser
import Storage

/// Where things are: the same on every command that touches a store.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store: sqlite:PATH, postgresql://…, questdb:http://…. Named again, one more that takes what ingest reads. "
                + "Otherwise CANDLEWICK_STORE, candlewick.toml, sqlite:candlewick.db.",
            valueName: "store"))
    var store: [String] = []

    @Option(
        help: ArgumentHelp(
            "Where assets, jobs and files are noted. Otherwise CANDLEWICK_LEDGER, candlewick.toml, the store itself.",
            valueName: "store"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "The settings file. Otherwise CANDLEWICK_CONFIG, then candlewick.toml in this folder.", valueName: "file"))
    var config: String?

    /// Everybody on the machine can read a process's arguments.
    func refusePasswords() throws { try (store + [ledger].compactMap(\.self)).forEach(refusePassword) }
}

/// Refuses a store's location from the command line that has a password in it.
func refusePassword(_ text: String) throws {
    guard let location = StoreLocation(text), location.holdsSecret else { return }
    throw Failure(
        "\(location): a password on the command line can be read by everybody on this machine; leave it out there and "
            + "put it into candlewick.toml, CANDLEWICK_STORE or, for PostgreSQL, ~/.pgpass", status: .wrongUse)
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
