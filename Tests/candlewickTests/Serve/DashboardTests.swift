import Foundation
import Testing

/// A real browser clicks through every page of a served hub: `Browser/walk.py` says what it looks at.
@Suite(.serialized)
struct DashboardTests {
    private static let python = "\(Programs.package)/.build/test-venv/bin/python"

    private static let isPossible: Bool = {
        guard Programs.find("chromium") != nil, Programs.find("chromedriver") != nil else { return false }
        do {
            return try String(contentsOfFile: "\(Programs.package)/.build/test-venv/packages", encoding: .utf8)
                .contains("selenium")
        } catch {
            // No environment was made.
            return false
        }
    }()

    private struct Result: Decodable {
        struct Finding: Decodable {
            var check: String
            var right: Bool
            var detail: String
        }

        var findings: [Finding]
    }

    /// A store with a gap of ten days in the hours of BTC, four of them missing against the evidence of the minutes,
    /// rejects, and files that are still to be read.
    private static func fill(_ sandbox: Sandbox) throws {
        try #require(try sandbox.run(Programs.sample, ["sample"]).status == 0)
        let hours = try String(contentsOfFile: sandbox("sample/XBTUSD_60.csv"), encoding: .utf8)
            .split(separator: "\n").map { $0 + "\n" }
        try #require(hours.count == 672)
        try sandbox.write("first/XBTUSD_60.csv", (hours[..<100] + hours[104..<240]).joined())
        try sandbox.write("second/XBTUSD_60.csv", hours[480...].joined())
        try FileManager.default.removeItem(atPath: sandbox("sample/XBTUSD_60.csv"))
        try FileManager.default.createDirectory(atPath: sandbox("later"), withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: sandbox("sample/XDGUSD_5.csv"), toPath: sandbox("later/XDGUSD_5.csv"))
        try #require(try sandbox.candlewick("migrate").status == 0)
        // 3: of one file five records are bad on purpose.
        try #require(try sandbox.candlewick("ingest", "sample", "first", "second", "--yes").status == 3)
        // A load that cannot be: nobody listens there.
        let load = try sandbox.run(
            Programs.candlewick,
            [
                "load", "--ticker", "BTC", "--source", "kraken-rest", "--interval", "60", "--start", "2024-01-02",
                "--end",
                "2024-01-03", "--again", "--yes",
            ], environment: ["HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"])
        try #require(load.status != 0, "\(load.output)")
        // Looks at the rows, and finds the hours that cannot be believed.
        let gaps = try sandbox.candlewick("gaps", "--class", "suspect", "--json")
        try #require(gaps.status == 0 && gaps.output.contains("BTC"), "\(gaps.error)")
    }

    @Test(
        .enabled(if: isPossible, "no browser: scripts/packages --tests installs it, scripts/test-venv what drives it"),
        .timeLimit(.minutes(30)))
    func dashboard_inABrowser_showsWhatTheStoreHas() throws {
        let sandbox = try Sandbox()
        try Self.fill(sandbox)
        let hub = try ServedHub(sandbox)
        let screenshots =
            ProcessInfo.processInfo.environment["CANDLEWICK_SCREENSHOTS"] ?? "\(Programs.package)/.build/screenshots"
        let result = sandbox("result.json")
        let walk = try sandbox.run(
            Self.python,
            ["\(Programs.package)/Tests/candlewickTests/Serve/Browser/walk.py", hub.address, screenshots, result],
            environment: ["PYTHONDONTWRITEBYTECODE": "1", "NO_PROXY": "127.0.0.1"])
        try #require(walk.status == 0, "\(walk.error.suffix(4000))")
        let text = try Data(contentsOf: URL(filePath: result))
        let findings = try JSONDecoder().decode(Result.self, from: text).findings
        #expect(findings.count > 200)
        for finding in findings { #expect(finding.right, "\(finding.check): \(finding.detail)") }
        // Weights and first paints, for whoever reads the log of the tests.
        let figures = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])["figures"]
        print("dashboard: \(String(describing: figures)); screenshots are in \(screenshots)")
        let status = hub.stop()
        let said = try hub.said()
        #expect(status == 0, "\(said)")
    }
}
