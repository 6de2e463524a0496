import ArgumentParser

struct JobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "What was done, and how it ended.",
        discussion: """
            Example:
              candlewick jobs
              candlewick jobs show 3
              candlewick jobs resume 3
              candlewick jobs retry 3
            """,
        subcommands: [JobsList.self, JobsShow.self, JobsResume.self, JobsCancel.self, JobsRetry.self],
        defaultSubcommand: JobsList.self)
}
