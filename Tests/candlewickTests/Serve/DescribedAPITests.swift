import Foundation
import Testing

/// The API against its own description, by a stranger: schemathesis makes requests that the description allows, and some
/// that it does not, and looks at what comes back.
@Suite(.serialized) struct DescribedAPITests {
    private static let schemathesis = "\(Programs.package)/.build/test-venv/bin/schemathesis"

    private static let checks = [
        "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
        "response_schema_conformance", "negative_data_rejection", "missing_required_header", "unsupported_method",
        "allow_header_conformance",
    ]

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: schemathesis),
            "no schemathesis: scripts/test-venv makes .build/test-venv"))
    func everyAnswer_isAsDescribed() throws {
        let sandbox = try Sandbox.withSample()
        let hub = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        // What streams for ever has tests of its own; what changes something has, too.
        let run = try sandbox.run(
            Self.schemathesis,
            [
                "run", "\(hub.address)/v1/openapi.json", "--include-method", "GET", "--exclude-path-regex",
                "^/v1/(events|stream)$", "--checks", Self.checks.joined(separator: ","), "--phases",
                "examples,coverage,fuzzing", "--max-examples", "25", "--seed", "7", "--no-color", "--request-timeout",
                "30",
            ])
        #expect(run.status == 0, "\(run.output.suffix(6000))\n\(run.error.suffix(1000))")
        #expect(run.output.contains("Tested: "))
        #expect(hub.stop() == 0)
    }

    @Test func streamOfAllCandles_takesNoMoreMemoryThanAPage() throws {
        let sandbox = try Sandbox.withStore()
        let made = try sandbox.run(Programs.sample, ["big", "--rows", "300000"])
        try #require(made.status == 0, "\(made.error)")
        let read = try sandbox.candlewick("ingest", "big", "--yes")
        try #require(read.status == 0, "\(read.error)")
        let hub = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        // Once small, so that what is made at the first request of all does not count.
        _ = try hub.get("/v1/candles?format=csv&limit=10000")
        let before = try Self.mostMegabytes(of: hub.pid)
        let stream = try hub.get("/v1/candles?format=csv")
        let exported = try sandbox.candlewick("export", "--asset", "BTC")
        #expect(stream.body == exported.output)
        #expect(stream.body.utf8.count > 20_000_000)
        #expect(try Self.mostMegabytes(of: hub.pid) - before < 16)
        #expect(hub.stop() == 0)
    }

    @Test func rowsOfAnotherProcess_areInTheNextReply() throws {
        let sandbox = try Sandbox.withBitcoin()
        let hub = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        let query = "/v1/candles?asset=BTC&interval=60&format=csv&limit=100"
        for hour in 2...4 {
            let before = try hub.get(query)
            // Asked again, so that what follows is asked of a hub that remembers.
            #expect(try hub.get(query).body == before.body)
            try sandbox.write("later-\(hour)/XBTUSD_60.csv", "\(1_704_067_200 + hour * 3600),1,2,1,2,3,4\n")
            let read = try sandbox.candlewick("ingest", "later-\(hour)", "--yes")
            try #require(read.status == 0, "\(read.error)")
            let after = try hub.get(query).body
            #expect(after == before.body + "2024-01-01T0\(hour):00:00Z,1,2,1,2,3,4,BTC,USD,60,kraken-csv\n")
        }
        #expect(hub.stop() == 0)
    }

    @Test func adapters_sayWhichCredentialsAreThere_andNotWhatTheyAre() throws {
        let hub = try ServedHub(
            try Sandbox.withStore(), "--adapters", "\(Programs.package)/adapters.conf",
            environment: ["FINNHUB_API_KEY": "sesame-8731"])
        let answer = try hub.get("/v1/adapters").body
        #expect(answer.contains(#""credentials":{"finnhub":true}"#))
        #expect(answer.contains(#""massive":false"#))
        #expect(!answer.contains("sesame-8731"))
        #expect(hub.stop() == 0)
    }

    /// The most that a process ever had in memory.
    private static func mostMegabytes(of pid: Int32) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        let words = line.split(whereSeparator: \.isWhitespace)
        return try #require(words.count > 1 ? Double(words[1]) : nil) / 1024
    }
}

extension Sandbox {
    /// A store with the sample's markets: candles of several intervals, trades, derived rows, and some rejects.
    static func withSample() throws -> Sandbox {
        let sandbox = try Sandbox.withStore()
        let made = try sandbox.run(Programs.sample, ["sample"])
        try #require(made.status == 0, "\(made.error)")
        let read = try sandbox.candlewick("ingest", "sample", "--yes")
        // Some rows are bad on purpose.
        try #require(read.status == 3, "\(read.error)")
        let derived = try sandbox.candlewick("resample", "--from", "1", "--to", "240", "--asset", "BTC")
        try #require(derived.status == 0, "\(derived.error)")
        return sandbox
    }
}
