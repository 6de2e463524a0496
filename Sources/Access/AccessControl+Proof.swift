import Storage

/// What somebody was let in by for longer than an answer takes, to look later whether it still lets in. A name would not
/// do: a token that was revoked can have given its name to another, and a session ends before its token. Holds no secret.
extension AccessControl {
    /// That of who needs no token.
    public static let localProof = "local"

    /// That of a token.
    public static func proof(ofToken text: String) -> String { "token " + digest(of: text) }

    /// That of a session.
    public static func proof(ofSession text: String) -> String { "session " + digest(of: text) }

    /// Tells which proofs still let somebody in.
    ///
    /// - Throws: `StorageError` where the ledger cannot be read.
    public func goodProofs() async throws -> @Sendable (_ proof: String) -> Bool {
        let (tokens, moment) = (try await tokens(), moment())
        let good = Set(tokens.filter { $0.state(at: moment) == .good }.map(\.sha256))
        return { [sessions] proof in
            if proof == Self.localProof { return tokens.isEmpty }
            let words = proof.split(separator: " ").map(String.init)
            guard words.count == 2 else { return false }
            switch words[0] {
            case "token": return good.contains(words[1])
            case "session": return sessions.tokenDigest(ofKey: words[1]).map(good.contains) ?? false
            default: return false
            }
        }
    }
}
