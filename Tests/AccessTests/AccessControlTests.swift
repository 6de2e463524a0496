import MarketData
import Storage
import StorageSQLite
import Testing

@testable import Access

@Suite(.serialized) struct AccessControlTests {
    let here: AccessFixture
    init() throws { here = try AccessFixture() }

    @Test(arguments: Role.allCases)
    func verdict_onAGoodToken_isItsHolder(role: Role) async throws {
        let token = try here.add("a", role)
        _ = try here.add("b", .admin)
        #expect(try await here.access.verdict(on: token) == .good(Principal(name: "a", role: role)))
    }

    @Test func verdict_onOtherTokens_saysWhyNot() async throws {
        let (short, gone) = (try here.add("short", .read, days: 1), try here.add("gone", .admin))
        #expect(try await here.access.revokeToken("gone"))
        #expect(try await here.access.verdict(on: TokenSecret.random().text) == .unknown)
        #expect(try await here.access.verdict(on: "cw_") == .unknown)
        #expect(try await here.access.verdict(on: gone) == .revoked("gone"))
        here.clock.advance(86_399)
        #expect(try await here.access.verdict(on: short) == .good(Principal(name: "short", role: .read)))
        here.clock.advance(1)
        #expect(try await here.access.verdict(on: short) == .expired("short"))
    }

    @Test func verdict_onARoleOfALaterVersion_allowsNothing() async throws {
        let secret = TokenSecret.random()
        _ = try here.ledger.addToken(
            AccessToken(name: "x", role: "owner", sha256: secret.sha256, createdAt: here.clock.now))
        #expect(try await here.access.verdict(on: secret.text) == .unknown)
    }

    @Test func revocation_byAnotherProcess_isSeenWithinASecond() async throws {
        let token = try here.add("a", .read)
        #expect(try await here.access.verdict(on: token) == .good(Principal(name: "a", role: .read)))
        _ = try here.ledger.revokeToken("a", at: here.clock.now)
        here.clock.advance(1)
        #expect(try await here.access.verdict(on: token) == .revoked("a"))
    }

    @Test func revocation_byThisProcess_isSeenAtOnce() async throws {
        let token = try here.add("a", .read)
        #expect(try await here.access.verdict(on: token) == .good(Principal(name: "a", role: .read)))
        #expect(try await here.access.revokeToken("a"))
        #expect(try await here.access.verdict(on: token) == .revoked("a"))
        #expect(try await !here.access.revokeToken("a"))
    }

    @Test func tokens_withinASecond_areReadOnce() async throws {
        _ = try here.add("a", .read)
        #expect(try await here.access.tokens().count == 1)
        _ = try here.add("b", .read)
        here.clock.advance(0.9)
        #expect(try await here.access.tokens().count == 1)
        // A clock that was set back makes nothing fresh.
        here.clock.advance(-100)
        #expect(try await here.access.tokens().count == 2)
    }

    @Test func withoutTokens_isOverForGoodWithTheFirst() async throws {
        #expect(try await here.access.isWithoutTokens())
        let issued = try await here.access.addToken("a", role: .admin, lifetime: nil)
        #expect(issued?.token.sha256 == issued?.secret.sha256)
        #expect(try await !here.access.isWithoutTokens())
        #expect(try await here.access.addToken("a", role: .read, lifetime: nil) == nil)
        #expect(try await here.access.revokeToken("a"))
        #expect(try await !here.access.isWithoutTokens())
    }

    @Test func ledger_neverHoldsTheTokenItself() async throws {
        let token = try here.add("a", .read)
        let kept = try here.ledger.tokens()
        #expect(!"\(kept)".contains(token) && !"\(kept)".contains(token.dropFirst(3)))
        #expect(kept.map(\.sha256) == [digest(of: token)])
    }

    @Test func session_lastsTwelveHoursAndEndsWithItsToken() async throws {
        let token = try here.add("a", .operate)
        let (session, who) = try #require(try await here.access.logIn(token))
        #expect(who == Principal(name: "a", role: .operate))
        here.clock.advance(12 * 3600 - 1)
        #expect(try await here.access.holder(ofSession: session) == who)
        here.clock.advance(1)
        #expect(try await here.access.holder(ofSession: session) == nil)

        let (second, _) = try #require(try await here.access.logIn(token))
        #expect(try await here.access.holder(ofSession: second) == who)
        #expect(try await here.access.holder(ofSession: token) == nil)
        #expect(try await here.access.revokeToken("a"))
        #expect(try await here.access.holder(ofSession: second) == nil)
        #expect(try await here.access.logIn(token) == nil)
    }

    @Test func session_thatWasEnded_isOver() async throws {
        let (session, _) = try #require(try await here.access.logIn(try here.add("a", .read)))
        here.access.sessions.end(session)
        #expect(try await here.access.holder(ofSession: session) == nil)
    }

    @Test func proof_isGoodForAsLongAsWhatItWasMadeOf() async throws {
        #expect(try await here.access.goodProofs()(AccessControl.localProof))
        let token = try here.add("a", .read)
        here.clock.advance(1)
        let (session, _) = try #require(try await here.access.logIn(token))
        let proofs = [
            AccessControl.proof(ofToken: token), AccessControl.proof(ofSession: session), AccessControl.localProof, "",
            "token", "session", "token \(digest(of: session))", "session \(digest(of: token))",
        ]
        #expect(!proofs.contains { $0.contains(token) || $0.contains(session) })
        func good() async throws -> [Int] {
            let isGood = try await here.access.goodProofs()
            return proofs.indices.filter { isGood(proofs[$0]) }
        }
        #expect(try await good() == [0, 1])
        here.clock.advance(12 * 3600)
        #expect(try await good() == [0])
        #expect(try await here.access.revokeToken("a"))
        #expect(try await good().isEmpty)
    }

    @Test func sessions_beyondTheirNumber_endTheOldest() {
        let sessions = here.access.sessions
        let first = sessions.begin(forDigest: "first")
        here.clock.advance(1)
        let later = (0..<Sessions.most).map { sessions.begin(forDigest: "later \($0 / Sessions.mostOfOne)") }
        #expect(sessions.count == Sessions.most)
        #expect(sessions.digest(of: first) == nil)
        #expect(later.allSatisfy { sessions.digest(of: $0)?.hasPrefix("later") == true })
    }

    @Test func sessions_ofOneToken_endItsOwnOldestAndNobodyElses() {
        let sessions = here.access.sessions
        let other = sessions.begin(forDigest: "other")
        here.clock.advance(1)
        let oldest = sessions.begin(forDigest: "busy")
        here.clock.advance(1)
        for _ in 0..<Sessions.most { _ = sessions.begin(forDigest: "busy") }
        #expect(sessions.digest(of: other) == "other" && sessions.digest(of: oldest) == nil)
        #expect(sessions.count == Sessions.mostOfOne + 1)
    }

    @Test func audit_keepsWhatWasNoted() async throws {
        try await here.access.note(
            who: "a", action: "job.start", subject: "job 1", outcome: "done", origin: "127.0.0.1")
        let entry = try #require(try await here.access.audit(limit: 9, before: nil).first?.entry)
        #expect(
            entry
                == AuditEntry(
                    who: "a", action: "job.start", subject: "job 1", outcome: "done", origin: "127.0.0.1",
                    at: here.clock.now))
    }
}
