import Access
import ArgumentParser
import Foundation
import MarketData
import Storage

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Who may use the hub over HTTP: tokens, made and revoked.",
        discussion: """
            A token is shown once, when it is made; the ledger keeps its SHA-256. As soon as there is one, everybody needs \
            one. A hub that runs sees within a second what is changed here.

            Example:
              candlewick token add backup --role read --expires 90
              candlewick token list
              candlewick token revoke backup
            """,
        subcommands: [TokenAdd.self, TokenList.self, TokenRevoke.self], defaultSubcommand: TokenList.self)
}

/// The ledger as the hub as a service uses it, from the command line.
struct ServiceLedgerOption {
    let ledger: any ServiceLedger

    init(_ options: StoreOptions, _ access: StoreAccess) throws {
        let workspace = try Workspace(options)
        guard let ledger = try workspace.openLedger(access) as? any ServiceLedger else {
            throw Failure("\(workspace.ledger) keeps no tokens", status: .wrongUse)
        }
        self.ledger = ledger
    }

    /// Notes a change that the user of this command line made.
    func note(_ action: String, _ subject: String) throws {
        // The system's name of who runs this, not the environment's, which anybody can set.
        try ledger.recordAudit(
            AuditEntry(
                who: NSUserName(), action: action, subject: subject, outcome: "done", origin: "command line",
                at: Workspace.now()))
    }
}
