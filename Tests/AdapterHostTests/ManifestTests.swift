import AdapterHost
import Foundation
import MarketData
import Testing

/// The manifest's format: what it gives, and what each mistake in it is told.
@Suite struct ManifestTests {
    private func problems(_ text: String) throws -> [AdapterProblem] {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "small.adapter.toml")
        do throws(AdapterProblems) {
            _ = try AdapterManifest(contentsOf: file.path)
            return []
        } catch {
            #expect(error.problems.allSatisfy { $0.code == .manifest && $0.file == file.path })
            return error.problems
        }
    }

    @Test func manifest_withEveryKey_isReadWhole() throws {
        let folder = try TemporaryFolder()
        let digest = String(repeating: "aB", count: 32)
        let text = ManifestText.small([
            "sha256": "[sha256]\n\(Platform.current) = \"\(digest)\"",
            "source.transports": "transports = [\"stream\", \"http\"]",
            "source.kinds": "kinds = [\"trades\", \"candles\"]",
            "source.intervals_minutes": "intervals_minutes = [1, 60]", "source.stamp": "stamp = \"close\"",
            "source.day_anchor_minutes": "day_anchor_minutes = 300",
            "source.day_zone": "day_zone = \"America/New_York\"", "source.hosts": "hosts = [\"a.example.com\"]",
            "source.credentials": "credentials = [\"KEY_1\"]", "limits.rows_per_reply": "rows_per_reply = 7",
            "limits.reach_rows": "reach_rows = 720", "limits.reach_days": "reach_days = 2",
            "limits.requests_per_minute": "requests_per_minute = 5",
        ])
        let manifest = try AdapterManifest(contentsOf: folder.write(text, to: "x").path)
        var limits = SourceLimits()
        limits.rowsPerReply = 7
        limits.reachRows = 720
        limits.reachTime = 172_800_000_000_000
        limits.requestsPerMinute = 5
        let descriptor = manifest.descriptor
        #expect(descriptor.transports == [.http, .stream] && descriptor.kinds == [.candles, .trades])
        #expect(descriptor.intervals == [Interval(minutes: 1)!, Interval(minutes: 60)!])
        #expect(descriptor.stamp == .close && descriptor.dayAnchor == 18_000_000_000_000)
        #expect(descriptor.dayZone == "America/New_York" && descriptor.hosts == ["a.example.com"])
        #expect(descriptor.credentials == ["KEY_1"] && descriptor.limits == limits)
        #expect(manifest.digests == [Platform.current: digest.lowercased()])
        #expect(manifest.libraries == [Platform.current: "small.so"])
        #expect(manifest.hubName(of: "XBT") == "BTC" && manifest.hubName(of: "ETH") == "ETH")
        #expect(manifest.summary == "The smallest adapter" && manifest.abiMajor == 1 && manifest.abiMinor == 0)
    }

    @Test func manifest_withOnlyWhatIsNeeded_takesTheDefaults() throws {
        let folder = try TemporaryFolder()
        let keys = [
            "abi.minor", "source.stamp", "source.day_anchor_minutes", "source.day_zone", "source.hosts",
            "source.credentials", "limits", "limits.rows_per_reply", "limits.reach_rows", "limits.reach_days",
            "limits.requests_per_minute", "aliases", "aliases.XBT",
        ]
        let text = ManifestText.small(Dictionary(uniqueKeysWithValues: keys.map { ($0, nil) }))
        let manifest = try AdapterManifest(contentsOf: folder.write(text, to: "x").path)
        #expect(manifest.abiMinor == 0 && manifest.aliases.isEmpty)
        #expect(manifest.descriptor.stamp == .open && manifest.descriptor.dayZone == "UTC")
        #expect(manifest.descriptor.limits == SourceLimits())
    }

    @Test(
        arguments: [
            ("id", nil, "id", "missing; expected lower-case letters"),
            ("id", "id = \"Kraken\"", "id", "found \"Kraken\"; expected lower-case letters"),
            ("id", "id = \"-x\"", "id", "found \"-x\""),
            ("id", "id = \"\"", "id", "found \"\""),
            ("id", "id = 5", "id", "found a whole number; expected lower-case"),
            ("id", "id = \"derived\"", "id", "not \"derived\""),
            ("name", nil, "name", "missing; expected a line of text"),
            ("name", "name = \" \"", "name", "expected a line of text"),
            ("name", "name = \"a\\nb\"", "name", "expected a line of text"),
            ("version", nil, "version", "missing; expected a semantic version"),
            ("version", "version = \"1.0\"", "version", "found \"1.0\"; expected a semantic version"),
            ("version", "version = \"v1.0.0\"", "version", "expected a semantic version"),
            ("version", "version = \"1.0.0-\"", "version", "expected a semantic version"),
            ("licence", nil, "licence", "missing"),
            ("licence", "licence = []", "licence", "found a list"),
            ("summary", nil, "summary", "missing"),
            ("summary", "summary = true", "summary", "found true or false"),
            ("root", "licens = \"MIT\"", "licens", "unknown key; allowed here: id, name"),
            ("abi", "[abx]", "abi", "missing; expected a table [abi]"),
            ("abi.major", nil, "abi.major", "missing; expected a whole number from 1 to 65535"),
            ("abi.major", "major = 0", "abi.major", "found 0; expected a whole number"),
            ("abi.major", "major = \"1\"", "abi.major", "found a text"),
            ("abi.minor", "minor = -1", "abi.minor", "found -1"),
            ("abi.minor", "minor = 1.5", "abi.minor", "found a number with a fraction"),
            ("abi.minor", "patch = 1", "abi.patch", "unknown key; allowed here: major, minor"),
            ("library", "[libary]", "library", "missing; expected a table [library]"),
            ("library.platform", nil, "library", "empty; expected a line for each platform"),
            ("library.platform", "linux = \"a.so\"", "library.linux", "not a platform; expected system-processor"),
            (
                "library.platform", "linux-x86_64 = \"a/b.so\"", "library.linux-x86_64",
                "expected a file name without a folder"
            ),
            (
                "library.platform", "linux-x86_64 = \"..\"", "library.linux-x86_64",
                "expected a file name without a folder"
            ),
            (
                "library.platform", "linux-x86_64 = \"\"", "library.linux-x86_64",
                "expected a file name without a folder"
            ),
            ("sha256", "[sha256]\nlinux-x86_64 = \"ab\"", "sha256.linux-x86_64", "expected 64 hexadecimal digits"),
            ("sha256", "[sha256]\nx = \"ab\"", "sha256.x", "not a platform"),
            ("source", "[sauce]", "source", "missing; expected a table [source]"),
            ("source.transports", nil, "source.transports", "missing; expected a list, each one of \"file\", \"http\""),
            ("source.transports", "transports = []", "source.transports", "an empty list"),
            ("source.transports", "transports = [\"ftp\"]", "source.transports[0]", "found \"ftp\"; expected one of"),
            ("source.transports", "transports = [\"file\", \"file\"]", "source.transports[1]", "stands here twice"),
            ("source.transports", "transports = \"file\"", "source.transports", "found a text; expected a list"),
            ("source.transports", "transports = [\"http\"]", "source.hosts", "missing; expected the host names"),
            ("source.kinds", nil, "source.kinds", "missing; expected a list"),
            ("source.kinds", "kinds = [\"candles\", 3]", "source.kinds[1]", "found a whole number; expected one of"),
            (
                "source.intervals_minutes", nil, "source.intervals_minutes",
                "missing; expected the lengths of the candles"
            ),
            (
                "source.intervals_minutes", "intervals_minutes = [0]", "source.intervals_minutes[0]",
                "found 0; expected minutes"
            ),
            (
                "source.intervals_minutes", "intervals_minutes = [1.5]", "source.intervals_minutes[0]",
                "found a number with a fraction"
            ),
            ("source.intervals_minutes", "intervals_minutes = [5, 1]", "source.intervals_minutes", "not ascending"),
            ("source.intervals_minutes", "intervals_minutes = [5, 5]", "source.intervals_minutes", "not ascending"),
            ("source.intervals_minutes", "intervals_minutes = 1", "source.intervals_minutes", "found a whole number"),
            ("source.stamp", "stamp = \"middle\"", "source.stamp", "found \"middle\"; expected \"open\" or \"close\""),
            ("source.day_anchor_minutes", "day_anchor_minutes = 1440", "source.day_anchor_minutes", "from 0 to 1439"),
            ("source.day_zone", "day_zone = \"New York\"", "source.day_zone", "expected an IANA time zone"),
            ("source.hosts", "hosts = [\"https://a.b\"]", "source.hosts[0]", "without scheme and port"),
            ("source.hosts", "hosts = [\"a..b\"]", "source.hosts[0]", "without scheme and port"),
            ("source.credentials", "credentials = [\"a b\"]", "source.credentials[0]", "letters, digits, '-' and '_'"),
            ("source.more", "interval = 1", "source.interval", "unknown key; allowed here: transports"),
            ("limits.rows_per_reply", "rows_per_reply = -1", "limits.rows_per_reply", "found -1"),
            ("limits.reach_rows", "reach_rows = \"x\"", "limits.reach_rows", "found a text"),
            ("limits.reach_days", "reach_days = 106752", "limits.reach_days", "from 0 to 106751"),
            (
                "limits.requests_per_minute", "requests_per_minute = 1e3", "limits.requests_per_minute",
                "found a number with a fraction"
            ),
            (
                "limits.requests_per_minute", "requests = 1", "limits.requests",
                "unknown key; allowed here: rows_per_reply"
            ),
            ("aliases.XBT", "XBT = \"\"", "aliases.XBT", "expected the hub's name"),
            ("aliases.XBT", "\"X B\" = \"BTC\"", "aliases.X B", "not an asset's code"),
            ("aliases.XBT", "XBT = 1", "aliases.XBT", "found a whole number"),
        ] as [(String, String?, String, String)])
    func manifest_oneKeyBroken_namesItAndWhatWasExpected(
        line: String, change: String?, key: String, message: String
    ) throws {
        let found = try problems(ManifestText.small([line: change]))
        #expect(
            found.contains { $0.key == key && $0.message.contains(message) },
            "\(found.map(\.description))")
    }

    @Test func manifest_withSeveralMistakes_reportsAll() throws {
        let found = try problems(
            ManifestText.small([
                "id": "id = \"A\"", "version": nil, "abi.major": "major = 0", "source.kinds": "kinds = [\"x\"]",
                "limits.reach_rows": "reach_rows = -1",
            ]))
        #expect(found.map(\.key) == ["id", "version", "abi.major", "source.kinds[0]", "limits.reach_rows"])
    }

    @Test func manifest_hashWithoutLibrary_isAProblem() throws {
        let text = ManifestText.small(["sha256": "[sha256]\nother-cpu = \"\(String(repeating: "0", count: 64))\""])
        #expect(try problems(text).map(\.key) == ["sha256.other-cpu"])
    }

    @Test(arguments: [
        ("id = \"a\"\nname = \n", 2), ("x = 1\nx = 2\n", 2), ("[a\n", 1), ("\u{1}", 1),
    ])
    func manifest_thatIsNoTOML_namesTheLine(text: String, line: Int) throws {
        let found = try problems(text)
        #expect(found.count == 1)
        #expect(found.first?.line == line)
        #expect(found.first?.message.hasPrefix("not TOML: ") == true)
    }

    @Test(arguments: [[0xFF, 0xFE, 0x69, 0], [0x69, 0, 0x64], [0x23, 0xC3, 0x28]] as [[UInt8]])
    func manifest_thatIsNoText_isAProblem(bytes: [UInt8]) throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "x.adapter.toml")
        try Data(bytes).write(to: file)
        let error = #expect(throws: AdapterProblems.self) { try AdapterManifest(contentsOf: file.path) }
        #expect(error?.problems.map(\.message) == ["not UTF-8 text; expected a TOML file"])
    }

    @Test func manifest_empty_namesEverythingThatIsMissing() throws {
        let keys = try problems("").compactMap(\.key)
        #expect(keys == ["id", "name", "version", "licence", "summary", "abi", "library", "source"])
    }

    @Test func manifest_absent_saysSo() {
        let error = #expect(throws: AdapterProblems.self) { try AdapterManifest(contentsOf: "/nowhere/x.toml") }
        #expect(error?.description == "/nowhere/x.toml: cannot be read: No such file or directory")
    }

    @Test func manifest_tooLong_isRefused() throws {
        let text = "#" + String(repeating: "x", count: 1 << 20)
        #expect(try problems(text).map(\.message) == ["longer than 1048576 bytes; expected a file for people"])
    }
}
