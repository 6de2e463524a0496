public import MarketData
public import Storage
import Synchronization

/// Knows who may: by the tokens of the ledger.
///
/// The ledger is looked at once a second at most, so what another process changed is seen within a second; what this one
/// changed is seen at once. Where the ledger cannot be read nobody is let in.
public final class AccessControl: Sendable {
    /// Who has logged in with a browser.
    public let sessions: Sessions
    /// Who has failed too often.
    public let failures: FailureLimiter
    /// Whose tokens were good from where.
    public let familiar = FamiliarTokens()
    /// How many refusals are noted.
    public let refusals: RefusalBudget

    private let ledger: any ServiceLedger
    private let now: @Sendable () -> Timestamp
    private let known = Mutex(Known())

    /// What was last read.
    private struct Known {
        var tokens: [AccessToken] = []
        var readAt: Timestamp?
        /// Grows with every change that this process makes: what was read before one is not kept.
        var change = 0
        var reading: Task<[AccessToken], any Error>?
    }

    /// Nanoseconds for which what was read is believed.
    static let freshness: Int64 = 1_000_000_000
    /// Tokens at most that are good, so that looking through all of them stays quick.
    static let most = 1000

    /// Asks this ledger. `now` is the clock.
    public init(_ ledger: any ServiceLedger, now: @escaping @Sendable () -> Timestamp) {
        (self.ledger, self.now) = (ledger, now)
        sessions = Sessions(now: now)
        failures = FailureLimiter(now: now)
        refusals = RefusalBudget(now: now)
    }

    /// Whether no token was ever made. One that was revoked or is over counts: who has closed the hub once does not find
    /// it open because a token ran out.
    public func isWithoutTokens() async throws -> Bool { try await tokens().isEmpty }

    /// Who sent this token.
    ///
    /// Compares with every token of the ledger, each in constant time, so that how long it takes says nothing.
    public func verdict(on text: String) async throws -> TokenVerdict {
        guard let secret = TokenSecret(text) else { return .unknown }
        return try await verdict(onDigest: secret.sha256)
    }

    /// Who holds the token of this digest.
    func verdict(onDigest sha256: String) async throws -> TokenVerdict {
        var found: AccessToken?
        for token in try await tokens() where ConstantTime.areEqual(token.sha256, sha256) { found = token }
        guard let found else { return .unknown }
        switch found.state(at: now()) {
        case .revoked: return .revoked(found.name)
        case .expired: return .expired(found.name)
        case .good: break
        }
        // A role that only a later version knows allows nothing here.
        guard let role = Role(rawValue: found.role) else { return .unknown }
        return .good(Principal(name: found.name, role: role))
    }

    /// Begins a session of the token's holder: its secret, nil where the token is not good.
    public func logIn(_ text: String) async throws -> (session: String, who: Principal)? {
        guard case .good(let who) = try await verdict(on: text) else { return nil }
        return (sessions.begin(forDigest: digest(of: text)), who)
    }

    /// Whose session this is; nil where it is over, or its token is good no more.
    public func holder(ofSession text: String) async throws -> Principal? {
        guard let sha256 = sessions.digest(of: text), case .good(let who) = try await verdict(onDigest: sha256) else {
            return nil
        }
        return who
    }

    /// All tokens, as they stood a second ago at most.
    public func tokens() async throws -> [AccessToken] {
        while true {
            let now = now()
            let (fresh, task, change) = known.withLock {
                known -> ([AccessToken]?, Task<[AccessToken], any Error>?, Int) in
                // A clock that was set back makes nothing fresh.
                if let readAt = known.readAt, readAt <= now, now.nanoseconds - readAt.nanoseconds < Self.freshness {
                    return (known.tokens, nil, known.change)
                }
                if let reading = known.reading { return (nil, reading, known.change) }
                let ledger = ledger
                let reading = Task { try await Blocking.run { try ledger.tokens() } }
                known.reading = reading
                return (nil, reading, known.change)
            }
            if let fresh { return fresh }
            guard let task else { continue }
            let result = await task.result
            let isCurrent = known.withLock { known in
                if known.reading == task { known.reading = nil }
                guard known.change == change else { return false }
                if case .success(let tokens) = result { (known.tokens, known.readAt) = (tokens, now) }
                return true
            }
            if isCurrent { return try result.get() }
        }
    }

    /// Makes a token. The secret is in the answer and nowhere else; nil where a good token of that name is there.
    ///
    /// - Parameter lifetime: nanoseconds, nil for a token that never runs out.
    public func addToken(_ name: String, role: Role, lifetime: Int64?) async throws -> IssuedToken? {
        let (ledger, now) = (ledger, now())
        defer { forget() }
        return try await Blocking.run {
            try IssuedToken.issue(name, role: role, lifetime: lifetime, in: ledger, now: now)
        }
    }

    /// A token is good no more, from now on; false where none of that name is.
    public func revokeToken(_ name: String) async throws -> Bool {
        let (ledger, now) = (ledger, now())
        defer { forget() }
        return try await Blocking.run { try ledger.revokeToken(name, at: now) }
    }

    /// Notes a change, or one that was refused.
    public func note(who: String, action: String, subject: String, outcome: String, origin: String) async throws {
        let entry = AuditEntry(
            who: who, action: action, subject: subject, outcome: outcome, origin: origin, at: now())
        let ledger = ledger
        try await Blocking.run { try ledger.recordAudit(entry) }
    }

    /// The newest changes, newest first; only those with a smaller number where one is named.
    public func audit(limit: Int, before number: Int64?) async throws -> [AuditRecord] {
        let ledger = ledger
        return try await Blocking.run { try ledger.audit(limit: limit, before: number) }
    }

    /// The clock.
    public func moment() -> Timestamp { now() }

    private func forget() { known.withLock { ($0.readAt, $0.change, $0.reading) = (nil, $0.change + 1, nil) } }
}
