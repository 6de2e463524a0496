import MarketData
import Synchronization

/// Who has logged in with a browser: random secrets in memory, gone when the hub ends.
///
/// A session stands for its token: it ends with it, also when that is revoked. Sessions are found by the SHA-256 of their
/// secret, so that how long a look takes says nothing of the secret.
public final class Sessions: Sendable {
    /// Nanoseconds that a session lasts: 12 hours.
    public static let lifetime: Int64 = 12 * 3600 * 1_000_000_000
    /// Sessions at most; one more ends the oldest.
    static let most = 1000
    /// Those of one token: one more ends its own oldest, so that who may only read ends nobody else's.
    static let mostOfOne = 50

    private struct Session {
        var tokenDigest: String
        var end: Timestamp
    }

    private let now: @Sendable () -> Timestamp
    private let sessions = Mutex<[String: Session]>([:])

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// How many there are, also ones that are over and were not looked at since.
    var count: Int { sessions.withLock { $0.count } }

    /// A session of a token's holder: its secret.
    func begin(forDigest tokenDigest: String) -> String {
        let (secret, now) = (RandomText.make(), now())
        let end = Timestamp(nanoseconds: now.nanoseconds + Self.lifetime)
        sessions.withLock { sessions in
            let own = sessions.filter { $0.value.tokenDigest == tokenDigest }
            if own.count >= Self.mostOfOne, let oldest = own.min(by: { $0.value.end < $1.value.end }) {
                sessions[oldest.key] = nil
            }
            if sessions.count >= Self.most { sessions = sessions.filter { $0.value.end > now } }
            if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.end < $1.value.end }) {
                sessions[oldest.key] = nil
            }
            sessions[Access.digest(of: secret)] = Session(tokenDigest: tokenDigest, end: end)
        }
        return secret
    }

    /// The digest of the token that a session stands for; nil where there is no such session, or it is over.
    func digest(of secret: String) -> String? {
        secret.utf8.count == 43 ? tokenDigest(ofKey: Access.digest(of: secret)) : nil
    }

    /// The same by the SHA-256 of the session's secret.
    func tokenDigest(ofKey key: String) -> String? {
        let now = now()
        return sessions.withLock { sessions in
            guard let session = sessions[key] else { return nil }
            if session.end <= now {
                sessions[key] = nil
                return nil
            }
            return session.tokenDigest
        }
    }

    /// Ends a session.
    public func end(_ secret: String) { sessions.withLock { $0[Access.digest(of: secret)] = nil } }
}
