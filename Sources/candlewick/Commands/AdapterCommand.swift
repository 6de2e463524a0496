import ArgumentParser

struct AdapterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter",
        abstract: "For who writes an adapter: serve recorded replies to it.",
        discussion: """
            Example:
              candlewick adapter serve-cases Plugins/KrakenREST/Cases
            """,
        subcommands: [AdapterServeCases.self])
}
