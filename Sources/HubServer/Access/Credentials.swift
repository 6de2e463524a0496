import Access
import HTTPTypes
import Hummingbird

/// Who asks: by the token in a request's header, or by the session in its cookie. Never by anything in its address, which
/// ends up in logs and histories.
struct Credentials {
    private let access: AccessControl
    private let settings: HubServerSettings

    init(_ access: AccessControl, _ settings: HubServerSettings) { (self.access, self.settings) = (access, settings) }

    /// Who asks; nil where nobody says so and that is needed.
    ///
    /// - Throws: a `Problem` with status 401 for a token that is not good, 429 where too many of these came from there.
    func holder(of request: Request, _ context: HubRequestContext) async throws -> Principal? {
        if let header = request.headers[.authorization] {
            guard let token = Self.bearer(header) else {
                throw Problem.wrongToken("the header Authorization must be: Bearer TOKEN")
            }
            return try await holder(ofToken: token, context)
        }
        if let session = SessionCookie.read(request, isSecure: context.isSecure) {
            // A session that is over is no attack: every page that is open asks with it after the hub was started anew.
            if let who = try await access.holder(ofSession: session) { return who }
        }
        return try await isOpen(request, context) ? .local : nil
    }

    /// What somebody who was let in came with, to look later whether it still is good.
    static func proof(_ request: Request, _ context: HubRequestContext) -> String {
        if let token = request.headers[.authorization].flatMap(bearer) { return AccessControl.proof(ofToken: token) }
        if context.who == .local { return AccessControl.localProof }
        // Without a token only a session lets anybody in who is not local.
        return AccessControl.proof(ofSession: SessionCookie.read(request, isSecure: context.isSecure) ?? "")
    }

    /// Whose token this is. Wrong ones are counted, and who sends too many is not listened to for a while.
    func holder(ofToken token: String, _ context: HubRequestContext) async throws -> Principal {
        let verdict = try await checked(token, context)
        switch verdict {
        case .good(let who): return who
        case .unknown: throw Problem.wrongToken("nobody has this token; candlewick token list shows whose there are")
        case .expired(let name): throw Problem.wrongToken("the token \(name) has run out; ask for a new one")
        case .revoked(let name): throw Problem.wrongToken("the token \(name) was revoked; ask for a new one")
        }
    }

    private func checked(_ token: String, _ context: HubRequestContext) async throws -> TokenVerdict {
        let address = RemoteAddress(context.origin)
        let proof = AccessControl.proof(ofToken: token)
        if let address, let seconds = access.failures.wait(address), !access.familiar.holds(proof, address) {
            throw Problem(
                .tooManyRequests, "Too many wrong tokens",
                "\(FailureLimiter.most) wrong tokens came from this address within a minute; try again in \(seconds) s",
                headers: [.retryAfter: String(seconds)])
        }
        let verdict = try await access.verdict(on: token)
        if case .good = verdict {
            if let address { access.familiar.note(proof, address, isGood: true) }
            return verdict
        }
        if let address {
            access.familiar.note(proof, address, isGood: false)
            access.failures.note(address)
        }
        return verdict
    }

    /// Whether the hub is open to whoever asks: nobody has made a token yet, and nobody but this machine can ask. Not for what
    /// a proxy brings that we were told nothing of.
    func isOpen(_ request: Request, _ context: HubRequestContext) async throws -> Bool {
        guard settings.isLocal, !RequestOrigin.isForwarded(request),
            RemoteAddress(context.origin)?.isLoopback ?? false
        else { return false }
        return try await access.isWithoutTokens()
    }

    private static func bearer(_ header: String) -> String? {
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }
}

extension Problem {
    private static let wrongTokenTitle = "Token not good"

    /// A token that lets nobody in.
    static func wrongToken(_ detail: String) -> Problem {
        Problem(
            .unauthorized, wrongTokenTitle, detail,
            headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
    }

    /// Whether somebody came with a token that is not good, or with too many of these.
    var isWrongToken: Bool { title == Self.wrongTokenTitle || status == .tooManyRequests }
}
