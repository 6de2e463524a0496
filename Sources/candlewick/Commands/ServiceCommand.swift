import ArgumentParser

struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Have systemd run candlewick serve.",
        discussion: """
            Example:
              candlewick service install --user --now
              sudo candlewick service install --system --as market --dry-run
              candlewick service uninstall --user --now
            """,
        subcommands: [ServiceInstall.self, ServiceUninstall.self])
}
