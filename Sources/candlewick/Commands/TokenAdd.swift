import Access
import ArgumentParser
import MarketData
import Storage

struct TokenAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token, and show it this once.",
        discussion: """
            The token is the only thing that goes to standard output, so that it can go straight to where it is kept.

            Example:
              candlewick token add grafana --role read > grafana.token
              candlewick token add ada --role admin --expires 30
            """)

    @Argument(help: "What the token is called, in the audit log too.")
    var name: String

    @Option(
        help: "What it allows: read, operate (also starts and stops jobs) or admin (also tokens and the audit log).")
    var role: Role

    @Option(help: ArgumentHelp("For how many days it is good; for ever where nothing is said.", valueName: "days"))
    var expires: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    func validate() throws {
        if let complaint = TokenName.complaint(name) { throw ValidationError("the name: \(complaint)") }
        if let expires, !TokenLifetime.days.contains(expires) {
            throw ValidationError("--expires must be 1 to \(TokenLifetime.days.upperBound) days")
        }
    }

    private struct Issued: Encodable {
        var name: String
        var role: String
        var token: String
        var expires_at: String?
    }

    func run() throws {
        let place = try ServiceLedgerOption(options, .existing)
        let issued = try IssuedToken.issue(
            name, role: role, lifetime: expires.map(TokenLifetime.nanoseconds), in: place.ledger, now: Workspace.now())
        guard let issued else {
            throw Failure(
                "a good token is called \(name); candlewick token revoke \(name) ends it, or give another name",
                status: .wrongUse)
        }
        try place.note("token.add", "\(name) (\(role.rawValue))")
        let end = issued.token.expiresAt?.description
        if json {
            return try printJSON(
                Issued(name: name, role: role.rawValue, token: issued.secret.text, expires_at: end))
        }
        print(issued.secret.text)
        Terminal.note(
            "\(name) may \(role.rawValue)\(end.map { " until \($0)" } ?? ""); the token is shown this once: keep it now"
        )
    }
}
