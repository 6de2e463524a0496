import Access
import MarketData
import Reporting
import Storage

/// The tokens: those that are good, those that were, and the form for a new one.
struct TokensPage {
    let tokens: [AccessToken]
    let now: Timestamp
    /// The one that was just made: its secret is shown this once.
    var issued: IssuedToken?
    /// What was sent and not taken, and why.
    var form: TokenForm?
    var problem: Problem?

    /// Of those that are good no more the newest are shown.
    private static let most = 200

    func fields() -> Fields {
        let good = tokens.filter { $0.state(at: now) == .good }
        let gone = tokens.filter { $0.state(at: now) != .good }
        var fields: Fields = [
            "good": good.map(row), "has_good": !good.isEmpty, "is_first": tokens.isEmpty,
            "gone": gone.suffix(Self.most).reversed().map(row), "has_gone": !gone.isEmpty,
            "count": good.count.counted("token"), "longest": TokenLifetime.days.upperBound,
            "name": form?.name ?? "", "days": form?.days ?? "",
            "roles": [
                // The first token ends that everybody on the machine may do everything: it had better be one that may.
                choice(.read, "read: reads everything but tokens and audit"),
                choice(.operate, "operate: also starts and stops jobs, runs tasks"),
                choice(.admin, "admin: also makes and revokes tokens, reads the audit log"),
            ],
        ]
        if let problem { fields["problem"] = problem.detail }
        if let issued {
            fields["issued"] =
                [
                    "name": issued.token.name, "role": issued.token.role, "secret": issued.secret.text,
                    "is_only": good.count == 1,
                ] as Fields
        }
        return fields
    }

    private func choice(_ role: Role, _ text: String) -> Fields {
        Fields.choice(role.rawValue, text, form?.role ?? (tokens.isEmpty ? Role.admin : .read).rawValue)
    }

    private func row(_ token: AccessToken) -> Fields {
        let state = token.state(at: now)
        var fields: Fields = [
            "name": token.name, "role": token.role, "state": state.rawValue, "created": Fields.time(token.createdAt),
            "revoke": Link("/tokens/", escaping: token.name).text + "/revoke",
        ]
        if let expires = token.expiresAt { fields["expires"] = Fields.time(expires) }
        if let revoked = token.revokedAt { fields["ended"] = Fields.time(revoked) }
        if state == .expired, let expires = token.expiresAt { fields["ended"] = Fields.time(expires) }
        return fields
    }
}
