import Synchronization

/// Which good tokens came from where: who works with a token goes on when another program of the same machine, or behind the
/// same router, sends wrong ones. Guessing is stopped as before, since what is guessed was never good from there.
///
/// Bounded: one more than there is room for takes the place of another, which then waits like everybody.
public final class FamiliarTokens: Sendable {
    /// Tokens and networks that are remembered together.
    static let room = 4096

    private struct Key: Hashable {
        var proof: String
        var network: RemoteAddress.Network
    }

    private let known = Mutex<Set<Key>>([])

    init() {}

    /// How many are remembered.
    var count: Int { known.withLock { $0.count } }

    /// Whether this token was good when it last came from there.
    ///
    /// - Parameter proof: `AccessControl.proof(ofToken:)`.
    public func holds(_ proof: String, _ address: RemoteAddress) -> Bool {
        known.withLock { $0.contains(Key(proof: proof, network: address.network)) }
    }

    /// It was good, or is no more.
    public func note(_ proof: String, _ address: RemoteAddress, isGood: Bool) {
        let key = Key(proof: proof, network: address.network)
        known.withLock { known in
            guard isGood else { return _ = known.remove(key) }
            if known.count >= Self.room, !known.contains(key), let other = known.first { known.remove(other) }
            known.insert(key)
        }
    }
}
