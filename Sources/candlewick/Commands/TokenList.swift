import Access
import ArgumentParser
import MarketData
import Storage

struct TokenList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens, the revoked ones too; never the tokens themselves.",
        discussion: "Example:\n  candlewick token list --json")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    private struct Row: Encodable {
        var name: String
        var role: String
        var state: String
        var created_at: String
        var expires_at: String?
        var revoked_at: String?
    }

    func run() throws {
        let tokens = try ServiceLedgerOption(options, .reading).ledger.tokens()
        let now = Workspace.now()
        if json {
            return try printJSON(
                tokens.map {
                    Row(
                        name: $0.name, role: $0.role, state: $0.state(at: now).rawValue,
                        created_at: $0.createdAt.description, expires_at: $0.expiresAt?.description,
                        revoked_at: $0.revokedAt?.description)
                })
        }
        if tokens.isEmpty {
            return Terminal.note(
                "no tokens: on 127.0.0.1 the hub is open to everybody on this machine; candlewick token add NAME closes it"
            )
        }
        var table = Table(
            ("NAME", .left), ("ROLE", .left), ("STATE", .left), ("MADE (UTC)", .left), ("GOOD UNTIL (UTC)", .left),
            ("REVOKED (UTC)", .left))
        for token in tokens {
            table.add(
                token.name, token.role, token.state(at: now).rawValue, shortTime(token.createdAt),
                token.expiresAt.map(shortTime) ?? "-", token.revokedAt.map(shortTime) ?? "-")
        }
        table.print()
    }
}
