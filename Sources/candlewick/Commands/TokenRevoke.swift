import ArgumentParser
import MarketData
import Storage

struct TokenRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "A token is good no more, and its sessions end.",
        discussion: """
            A hub that runs sees it within a second. Without any good token left it stays closed: make another.

            Example:
              candlewick token revoke backup
            """)

    @Argument(help: "The token's name.")
    var name: String

    @Flag(help: "Say what would be revoked, and revoke nothing.")
    var dryRun = false

    @OptionGroup var options: StoreOptions

    func run() throws {
        let place = try ServiceLedgerOption(options, dryRun ? .reading : .existing)
        let isGood =
            dryRun
            ? try place.ledger.tokens().contains { $0.name == name && $0.revokedAt == nil }
            : try place.ledger.revokeToken(name, at: Workspace.now())
        guard isGood else {
            throw Failure(
                "no token that could be revoked is called '\(printable(name))'; candlewick token list shows the ones there are",
                status: .wrongUse)
        }
        if dryRun { return print("\(name) would be revoked") }
        try place.note("token.revoke", name)
        print("\(name): revoked")
    }
}
