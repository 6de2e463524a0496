import ArgumentParser

struct GapsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps",
        abstract: "What is missing, why, and what would fill it.",
        discussion: """
            Example:
              candlewick gaps
              candlewick gaps --tier TIER1 --interval 60 --export gaps.csv
              candlewick gaps fill --tier TIER1
            """,
        subcommands: [GapsList.self, GapsFill.self],
        defaultSubcommand: GapsList.self)
}
