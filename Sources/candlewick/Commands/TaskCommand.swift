import ArgumentParser

struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "What is to be done again and again, done once by hand.",
        discussion: """
            Example:
              candlewick task list
              candlewick task run validate-recent --json
            """,
        subcommands: [TaskRun.self, TaskList.self])
}
