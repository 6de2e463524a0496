import Foundation
import Testing

/// Who could reach `candlewick serve`, and how.
@Suite(.serialized) struct ServeExposureTests {
    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "hub.example"])
    func serve_whereOthersReachIt_wantsTokensAndTLS(address: String) throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate").status == 0)
        let bare = try sandbox.candlewick("serve", "--address", address, "--port", "0")
        #expect(bare.status == 2)
        for words in [
            "\(address) can be reached from other machines", "candlewick token add NAME", "tls_certificate and tls_key",
            "trusted_proxy", "or listen on 127.0.0.1",
        ] { #expect(bare.error.contains(words), "\(bare.error)") }
        #expect(try sandbox.candlewick("token", "add", "ada", "--role", "read").status == 0)
        let tokens = try sandbox.candlewick("serve", "--address", address, "--port", "0")
        #expect(tokens.status == 2 && tokens.error.contains("tls_certificate") && !tokens.error.contains("token add"))
        // A token that is good no more opens nothing to others.
        #expect(try sandbox.candlewick("token", "revoke", "ada").status == 0)
        try sandbox.makeCertificates()
        try sandbox.write("candlewick.toml", "[serve]\ntls_certificate = \"hub.crt\"\ntls_key = \"hub.key\"\n")
        let secure = try sandbox.candlewick("serve", "--address", address, "--port", "0")
        #expect(secure.status == 2 && secure.error.contains("token add") && !secure.error.contains("tls_certificate"))
    }

    @Test func serve_behindAProxy_wantsATokenAlsoOnLoopback() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate").status == 0)
        try sandbox.write("candlewick.toml", "[serve]\ntrusted_proxy = \"127.0.0.1\"\n")
        let bare = try sandbox.candlewick("serve", "--port", "0")
        #expect(bare.status == 2 && bare.error.contains("a proxy brings others to the hub: make a token"))
        let token = try #require(try sandbox.candlewick("token", "add", "ada", "--role", "read").lines.first)
        let hub = try ServedHub(sandbox)
        #expect(try hub.get("/v1/whoami").status == 401)
        #expect(try hub.get("/v1/whoami", "--header", "Authorization: Bearer \(token)").status == 200)
    }

    @Test func serve_withACertificate_speaksTLSOfTodayAlone() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate").status == 0)
        try sandbox.makeCertificates()
        try sandbox.write(
            "candlewick.toml", "[serve]\ntls_certificate = \"hub.crt\"\ntls_key = \"hub.key\"\nopen_metrics = true\n")
        let token = try #require(try sandbox.candlewick("token", "add", "ada", "--role", "read").lines.first)
        let hub = try ServedHub(sandbox)
        let address = "https://localhost:\(hub.port)"
        let trust = ["--cacert", sandbox("hub.crt")]
        let answer = try hub.curl(trust + ["--header", "Authorization: Bearer \(token)", "\(address)/v1/whoami"])
        #expect(answer.status == 200 && answer.body == #"{"name":"ada","role":"read"}"#)
        #expect(answer.head.lowercased().contains("strict-transport-security: max-age=31536000"))
        let login = try hub.curl(
            trust + ["--data", "token=\(token)", "--header", "Origin: \(address)", "\(address)/login"])
        #expect(login.status == 303 && login.head.contains("__Host-candlewick="))
        let forged = try hub.curl(
            trust + [
                "--data", "token=\(token)", "--header", "Origin: http://localhost:\(hub.port)", "\(address)/login",
            ])
        #expect(forged.status == 403)
        #expect(try hub.curl(["--cacert", sandbox("other.crt"), "\(address)/login"]).status == 0)
        #expect(try hub.curl(["http://localhost:\(hub.port)/login"]).status == 0)
        for (version, works) in [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)] {
            let tried = try sandbox.shell(
                "openssl s_client -connect 127.0.0.1:\(hub.port) \(version) -cipher DEFAULT:@SECLEVEL=0 </dev/null")
            #expect(
                tried.output.contains("Cipher is (NONE)") != works
                    && tried.output.contains("BEGIN CERTIFICATE") == works, "\(version)")
        }
        #expect(try hub.said().contains("serving https://127.0.0.1:\(hub.port)/"))
        #expect(hub.stop() == 0)
    }

    @Test func serve_onIPv6_isReached() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate").status == 0)
        let hub = try ServedHub(sandbox, "--address", "::1")
        #expect(try hub.said().contains("serving http://[::1]:\(hub.port)/"))
        let answer = try hub.curl(["http://[::1]:\(hub.port)/v1/whoami"])
        #expect(answer.status == 200 && answer.body.contains("\"local\""))
        #expect(hub.stop() == 0)
    }

    @Test(arguments: [
        ("tls_certificate = \"hub.crt\"", "'tls_key' in [serve] must be there"),
        ("tls_key = \"hub.key\"", "'tls_certificate' in [serve] must be there"),
        ("tls_certificate = \"none.crt\"\ntls_key = \"hub.key\"", "none.crt: there is no such file"),
        ("tls_certificate = \"hub.crt\"\ntls_key = \"other.key\"", "other.key: is not the key of the certificate"),
        ("tls_certificate = \"hub.key\"\ntls_key = \"hub.key\"", "hub.key: "),
        ("tls_certificate = \"hub.crt\"\ntls_key = \"hub.crt\"", "everybody may read this key; run: chmod 600"),
        ("tls_certificate = \"hub.crt\"\ntls_key = \"text.key\"", "text.key: is no private key"),
        ("trusted_proxy = \"10.0.0.0/8\"", "'trusted_proxy' in [serve] must be one IP address"),
        ("trusted_proxy = \"0.0.0.0\"", "'trusted_proxy' in [serve] must be one IP address"),
        ("names = [\"https://hub\"]", "'names' in [serve] must be at most 100 names"),
        ("open_metrics = 1", "'open_metrics' in [serve] must be true or false"),
        ("port = 70000", "'port' in [serve] must be a whole number"),
        ("ports = 1", "'ports' in [serve] is not known"),
    ])
    func settings_thatAreWrong_areTold(text: String, says: String) throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate").status == 0)
        try sandbox.makeCertificates()
        #expect(try sandbox.shell("chmod 644 hub.crt && echo text > text.key && chmod 600 text.key").status == 0)
        try sandbox.write("candlewick.toml", "[serve]\n\(text)\n")
        let run = try sandbox.candlewick("serve", "--port", "0")
        #expect(run.status != 0 && run.error.contains(says), "\(run.error)")
    }
}
