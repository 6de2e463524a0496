import Foundation
import Testing

@testable import Transport

@Suite(.serialized) struct CredentialTests {
    private static func text(_ secret: Secret) -> String {
        // Copied during the call.
        secret.withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }
    }

    private static func file(_ folder: TestFolder, _ text: String, mode: Int = 0o600) throws -> CredentialPlace {
        let path = try folder.write("key", text)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return .file(path)
    }

    @Test(arguments: [0o600, 0o400]) func file_ofOneLine_isTheKey(mode: Int) async throws {
        let folder = try TestFolder()
        for (written, key) in [("abc-123\n", "abc-123"), ("abc-123", "abc-123"), ("abc-123\r\n", "abc-123")] {
            let place = try Self.file(folder, written, mode: mode)
            #expect(Self.text(try await place.read()) == key)
            try FileManager.default.removeItem(atPath: folder("key"))
        }
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o602, 0o700, 0o610])
    func file_thatOthersMayUse_isRefusedWithAdvice(mode: Int) async throws {
        let folder = try TestFolder()
        let place = try Self.file(folder, "hunter2-hunter2", mode: mode)
        let said = await #expect(throws: CredentialError.self) { try await place.read() }
        #expect(said?.message.contains("chmod 600") == true && said?.message.contains("hunter2") == false)
    }

    @Test func place_thatIsNoFile_isRefused() async throws {
        let folder = try TestFolder()
        _ = try Self.file(folder, "abc")
        folder.makeLink("link", to: "key")
        folder.makePipe("pipe")
        try folder.makeFolder("folder")
        try folder.write("long", [UInt8](repeating: 0x61, count: 70_000))
        folder.setMode("long", 0o600)
        for (name, advice) in [
            ("none", "does not exist"), ("link", "is a link"), ("pipe", "not a regular file"),
            ("folder", "not a regular file"), ("long", "longer than"),
        ] {
            let error = await #expect(throws: CredentialError.self) {
                try await CredentialPlace.file(folder(name)).read()
            }
            #expect(error?.message.contains(advice) == true, "\(name)")
        }
    }

    @Test(arguments: [
        "", "\n", "hunter2\nsecond", "hunter2\u{0}", "hunter2 ", " hunter2", "hunterä", "hunter2\r\nX: y",
    ])
    func key_thatCannotBeInAHeader_isRefusedUnseen(written: String) async throws {
        let folder = try TestFolder()
        let place = try Self.file(folder, written)
        let error = await #expect(throws: CredentialError.self) { try await place.read() }
        #expect(error?.message.contains("hunter") == false && error?.message.contains(folder("key")) == true)
    }

    @Test func variable_isTheKey_orIsMissed() async throws {
        setVariable("CANDLEWICK_TEST_KEY_1", "abc def")
        #expect(Self.text(try await CredentialPlace.environment("CANDLEWICK_TEST_KEY_1").read()) == "abc def")
        for name in ["CANDLEWICK_TEST_KEY_NONE", "", "A=B"] {
            let error = await #expect(throws: CredentialError.self) {
                try await CredentialPlace.environment(name).read()
            }
            #expect(error?.message.contains("is not set") == true)
        }
    }

    @Test(arguments: [
        (#"printf 'ab%s\nsecond line\n' "c d""#, "abc d"), (#"echo $HOME;id"#, "$HOME;id"), (#"printf a\ b"#, "a b"),
        ("sh -c 'read x; echo got$x; exec 1>&-'", "got"),
    ])
    func command_firstLine_isTheKey(command: String, key: String) async throws {
        #expect(Self.text(try await CredentialPlace.command(command).read()) == key)
    }

    @Test(arguments: [
        ("candlewick-no-such-program", "cannot be run"), ("sh -c 'echo hunter2; echo hunter2 >&2; exit 3'", "status 3"),
        ("sh -c 'kill -9 $$'", "signal 9"), ("true", "is empty"), ("'open", "close every quote"),
        ("", "close every quote"),
        ("a\\", "close every quote"),
    ])
    func command_thatFails_isSaidUnseen(command: String, what: String) async throws {
        let error = await #expect(throws: CredentialError.self) { try await CredentialPlace.command(command).read() }
        #expect(error?.message.contains(what) == true && error?.message.contains("hunter2") == false)
    }

    @Test func command_thatHangs_isEndedWithWhatItStarted() async throws {
        let error = await #expect(throws: CredentialError.self) {
            try await CredentialPlace.command("sh -c 'cat /dev/zero >/dev/null & echo x; wait'").read(
                timeout: .milliseconds(100))
        }
        #expect(error?.message.contains("did not end") == true)
    }

    @Test(
        arguments: [
            ("a b", ["a", "b"]), ("  a\tb  ", ["a", "b"]), ("'a b' c", ["a b", "c"]), (#""a \" b"c"#, [#"a " bc"#]),
            (#"a '' """#, ["a", "", ""]), (#"'a\b'"#, [#"a\b"#]), ("a;b|c $(d) `e` *", ["a;b|c", "$(d)", "`e`", "*"]),
            ("''", nil), (" ", nil), ("\"", nil), ("a\0b", nil),
        ] as [(String, [String]?)])
    func words_areSplitWithoutAShell(text: String, words: [String]?) {
        #expect(CommandWords.split(text) == words)
    }

    @Test func secret_isNeverShown() {
        let secret = Secret("hunter2-hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        dump(["x": (secret, Optional(secret))], to: &dumped)
        let shown = [
            "\(secret)", String(describing: secret), String(reflecting: secret), dumped, "\([secret])",
            "\(Mirror(reflecting: secret).children.map { "\($0)" })",
            "\(HTTPCall.Header(name: "A", value: "b", secret: secret))", "\(BucketName.credential(secret))",
        ]
        for text in shown { #expect(!text.contains("hunter2")) }
        #expect("\(secret)" == "<secret>" && dumped.contains("<secret>"))
    }

    @Test func secret_isComparedByItsBytes() {
        #expect(Secret("abc") == Secret("abc") && Secret("abc") != Secret("abd") && Secret("abc") != Secret("ab"))
        #expect(Set([Secret("abc"), Secret("abc")]).count == 1)
    }

    @Test func redactor_takesSecretsOut_plainAndEncoded() {
        let redactor = Redactor()
        redactor.add(Secret("a+b/c"))
        redactor.add(Secret("hunter2"))
        #expect(redactor.scrub("x a+b/c y hunter2hunter2 a%2Bb%2Fc") == "x <secret> y <secret><secret> <secret>")
        #expect(redactor.scrub("a+b/ hunter") == "a+b/ hunter")
        var bytes = Array("hunter2 a+b/c".utf8)
        redactor.scrub(&bytes, atLeast: 6)
        #expect(String(decoding: bytes, as: UTF8.self) == "<secret> a+b/c")
        #expect(redactor.scrub("HUNTER2 a%2bb%2fc ÄB") == "<secret> <secret> ÄB")
    }

    @Test func credentials_areReadOnce_untilForgotten() async throws {
        let folder = try TestFolder()
        let place = try Self.file(folder, "first-key")
        let credentials = SourceCredentials(["key": place], Redactor())
        let first = try await credentials.secret("key")
        _ = try Self.file(folder, "second-key")
        #expect(try await credentials.secret("key") == first)
        credentials.forget("key")
        #expect(Self.text(try await credentials.secret("key")) == "second-key")
        let error = await #expect(throws: CredentialError.self) { try await credentials.secret("other") }
        #expect(error?.message.contains("'other'") == true)
    }
}
