import Foundation
import Testing

/// The live streams over TLS, as a client of Python's sees them.
@Suite(.serialized) struct SecureStreamTests {
    @Test(.enabled(if: TestVenv.isThere, "no other client: scripts/test-venv makes .build/test-venv"))
    func streams_overTLS_areForGoodTokensAndEndWithAReason() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.makeSignedCertificate()
        try sandbox.write("candlewick.toml", "[serve]\ntls_certificate = \"hub.crt\"\ntls_key = \"hub.key\"\n")
        try sandbox.write("data/XBTUSD_60.csv", Sandbox.bitcoin)
        let tokens = try ["read", "operate", "admin"].map { role in
            let made = try sandbox.candlewick("token", "add", role, "--role", role)
            return "\"\(role)\": \"\(try #require(made.lines.first))\""
        }
        let hub = try ServedHub(sandbox)
        let run = try sandbox.run(
            TestVenv.python,
            [
                "\(TestVenv.scripts)/secure_streams.py", Programs.candlewick, "\(hub.port)", "\(hub.pid)",
                sandbox("ca.crt"), sandbox("other.crt"),
            ], environment: ["TOKENS": "{\(tokens.joined(separator: ", "))}"])
        let said = try hub.said()
        #expect(
            run.status == 0 && run.lines.last == "held", "\(run.output) \(run.error) \(said.suffix(2000))")
        #expect(hub.wait() == 0)
    }
}

/// The Python that `scripts/test-venv` makes, and the scripts for it beside these tests.
enum TestVenv {
    static let python = "\(Programs.package)/.build/test-venv/bin/python"
    static let scripts = "\(Programs.package)/Tests/candlewickTests/Serve/Python"
    static let isThere = FileManager.default.isExecutableFile(atPath: python)
}
