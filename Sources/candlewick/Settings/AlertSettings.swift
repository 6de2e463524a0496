import Alerting
import Transport

/// `[alerts]`: when somebody is told, and where.
struct AlertSettings {
    var rules = AlertRule.usual
    var webhook: String?
    var token: CredentialPlace?
    var key: CredentialPlace?
    var hosts: [String] = []

    /// The section's keys: of each rule its threshold and how long it must be so.
    static let keys = [
        "alerts": AlertRule.Name.allCases.flatMap { [$0.rawValue, $0.rawValue + "_for"] }
            + ["disabled", "webhook", "webhook_token", "webhook_key", "webhook_hosts"]
    ]

    mutating func read(_ table: TOMLFile) throws {
        let disabled = try table.strings("alerts", "disabled") ?? []
        for name in disabled where AlertRule.Name(rawValue: name) == nil {
            throw table.wrong(
                "alerts", "disabled",
                "a list of rules, of \(AlertRule.Name.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        for index in rules.indices {
            let name = rules[index].name
            rules[index].isEnabled = !disabled.contains(name.rawValue)
            let most: Double =
                switch name {
                case .poolUse, .cacheHitRate, .apiErrors, .spool: 1
                case .gaps: 1e9
                case .stale: 87_600
                }
            if let number = try table.number("alerts", name.rawValue, above: 0, upTo: most) {
                rules[index].threshold = number
            }
            if let seconds = try table.integer("alerts", name.rawValue + "_for", in: 0...86_400) {
                rules[index].hold = .seconds(seconds)
            }
        }
        webhook = try table.string("alerts", "webhook")
        token = try place(table, "webhook_token")
        key = try place(table, "webhook_key")
        hosts = try table.strings("alerts", "webhook_hosts") ?? []
        do { _ = try notifier() } catch {
            throw table.wrong("alerts", "webhook", "an address that alerts can be sent to: \(error)")
        }
    }

    /// The way to the webhook, nil where there is none.
    func notifier() throws(FetchError) -> HTTPNotifier? {
        guard let webhook else { return nil }
        return try HTTPNotifier(webhook, hosts: hosts, token: token, signature: key, client: HTTPClient())
    }

    /// What is no place may be the secret itself: it is not said again.
    private func place(_ table: TOMLFile, _ key: String) throws -> CredentialPlace? {
        guard let text = try table.string("alerts", key) else { return nil }
        guard let place = CredentialPlace(text: text) else {
            throw table.wrong("alerts", key, "where the secret is: \"env:NAME\", \"file:PATH\" or \"command:WORDS\"")
        }
        return place
    }
}
