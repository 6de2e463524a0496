import Foundation
import Testing

/// `candlewick token`, and what it changes for a hub that runs.
@Suite(.serialized) struct TokenTests {
    private struct Row: Decodable { var name, role, state: String, expires_at, revoked_at: String? }
    private struct Issued: Decodable { var name, role, token: String, expires_at: String? }

    @Test func token_addedListedAndRevoked_isShownOnceAndNoted() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate").status == 0)
        #expect(try sandbox.candlewick("token", "list").error.contains("no tokens: on 127.0.0.1 the hub is open"))
        let added = try sandbox.candlewick("token", "add", "backup", "--role", "read", "--expires", "90")
        #expect(
            added.status == 0 && added.lines.count == 1 && added.lines[0].wholeMatch(of: /cw_[A-Za-z0-9_-]{43}/) != nil)
        #expect(added.error.contains("backup may read until ") && !added.error.contains(added.lines[0]))
        let issued = try sandbox.candlewick("token", "add", "ada", "--role", "admin", "--json").json(Issued.self)
        #expect(issued.role == "admin" && issued.expires_at == nil && issued.token != added.lines[0])

        let again = try sandbox.candlewick("token", "add", "ada", "--role", "read")
        #expect(
            again.status == 2 && again.output.isEmpty && again.error.contains("candlewick token revoke ada ends it"))
        #expect(try sandbox.candlewick("token", "revoke", "backup", "--dry-run").output == "backup would be revoked\n")
        #expect(try sandbox.candlewick("token", "revoke", "backup").output == "backup: revoked\n")
        #expect(try sandbox.candlewick("token", "revoke", "backup").status == 2)
        let rows = try sandbox.candlewick("token", "list", "--json").json([Row].self)
        #expect(
            rows.map { [$0.name, $0.role, $0.state] } == [["ada", "admin", "good"], ["backup", "read", "revoked"]])
        #expect(rows[1].expires_at != nil && rows[1].revoked_at != nil)
        #expect(try sandbox.candlewick("token").output.contains("ada     admin  good"))

        // The secrets are nowhere but where they were printed.
        for (name, bytes) in try sandbox.everythingWritten() where !name.hasSuffix(".out") {
            for token in [issued.token, added.lines[0]] {
                #expect(bytes.range(of: Data(token.utf8)) == nil, "\(name)")
            }
        }
        let who = NSUserName()
        let noted = try sandbox.shell(
            "sqlite3 candlewick.db \"SELECT who, action, subject, outcome, origin FROM audit ORDER BY id\"")
        #expect(
            noted.lines == [
                "\(who)|token.add|backup (read)|done|command line", "\(who)|token.add|ada (admin)|done|command line",
                "\(who)|token.revoke|backup|done|command line",
            ])
    }

    @Test(arguments: [
        (["add", "a b", "--role", "read"], "give 1 to 64 letters"),
        (["add", "local", "--role", "read"], "stands for somebody"),
        (["add", "a", "--role", "owner"], "'read', 'operate' or 'admin'"), (["add", "a"], "--role"),
        (["add", "a", "--role", "read", "--expires", "0"], "--expires must be 1 to 3650 days"),
        (["revoke", "nobody-there"], "no token that could be revoked is called 'nobody-there'"),
    ])
    func token_askedForWrongly_isWrongUse(words: [String], says: String) throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate").status == 0)
        let run = try sandbox.run(Programs.candlewick, ["token"] + words)
        #expect(run.status == 2 && run.output.isEmpty && run.error.contains(says), "\(run.error)")
        #expect(try sandbox.candlewick("token", "list", "--json").json([Row].self).isEmpty)
    }

    @Test func hubThatRuns_seesWhatTheCommandLineChanges() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate").status == 0)
        let hub = try ServedHub(sandbox)
        #expect(try hub.get("/v1/whoami").body == #"{"name":"local","role":"admin"}"#)
        let token = try #require(try sandbox.candlewick("token", "add", "ada", "--role", "operate").lines.first)
        /// Waits until the hub's second is over: every answer before is one or the other, and the last stays.
        func status(_ header: String, becomes wanted: Int) throws -> Bool {
            let end = Date.now.addingTimeInterval(20)
            while Date.now < end {
                if try hub.get("/v1/whoami", "--header", header).status == wanted { return true }
                usleep(50_000)
            }
            return false
        }
        #expect(try status("X-None: 1", becomes: 401))
        #expect(try hub.get("/v1/whoami", "--header", "Authorization: Bearer \(token)").body.contains("\"ada\""))
        #expect(try sandbox.candlewick("token", "revoke", "ada").status == 0)
        #expect(try status("Authorization: Bearer \(token)", becomes: 401))
        #expect(try hub.get("/v1/whoami", "--header", "Host: evil.example").status == 421)
        #expect(hub.stop() == 0)
        #expect(try !hub.said().contains(token))
    }
}
