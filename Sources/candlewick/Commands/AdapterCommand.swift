import ArgumentParser

struct AdapterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter",
        abstract: "For who writes an adapter: make one, check it, serve recorded replies to it.",
        discussion: """
            Example:
              candlewick adapter new my-source --language c --transport http
              candlewick adapter check Plugins/KrakenREST
              candlewick adapter serve-cases Plugins/KrakenREST/Cases
            """,
        subcommands: [AdapterNew.self, AdapterCheck.self, AdapterServeCases.self, AdapterCheckOne.self])
}
