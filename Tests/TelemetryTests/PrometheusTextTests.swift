import Foundation
import Testing

@testable import Telemetry

/// The Python with prometheus_client that `scripts/test-venv` makes.
enum PrometheusClient {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let python = package.appending(path: ".build/test-venv/bin/python").path
    static let isThere: Bool = {
        let list = package.appending(path: ".build/test-venv/packages").path
        return FileManager.default.contents(atPath: list).map {
            String(decoding: $0, as: UTF8.self).contains("prometheus_client")
        } ?? false
    }()

    /// Reads a text as a scraper does: families and samples as JSON.
    static let script = """
        import json, sys
        from prometheus_client.parser import text_string_to_metric_families as read
        text = open(sys.argv[1], newline="").read()
        print(json.dumps([
            [f.name, f.type, f.documentation, [[s.name, s.labels, str(float(s.value))] for s in f.samples]]
            for f in read(text)]))
        """

    static func read(_ text: String) throws -> [[Any]] {
        let file = FileManager.default.temporaryDirectory.appending(path: "metrics-\(UUID().uuidString)")
        try text.write(to: file, atomically: true, encoding: .utf8)
        // Best done; the folder for such files is emptied by the machine.
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", script, file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Foundation.Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try #require(try JSONSerialization.jsonObject(with: bytes) as? [[Any]])
    }
}

@Suite(.serialized) struct PrometheusTextTests {
    @Test func text_ofAllKinds_isAsTheFormatSays() {
        let registry = MetricsRegistry([
            MetricDescription("b_total", .counter, "Back\\slash and\nbreak."),
            MetricDescription("a", .gauge, ""),
            MetricDescription("c_seconds", .histogram, "C.", bounds: [0.5, 1]),
        ])
        registry.add(2, to: "b_total", [("x", "a\"b\\c\nd")])
        registry.set("a", 0.25)
        registry.set("a", .infinity, [("z", "1")])
        for value in [0.1, 0.5, 3] { registry.observe("c_seconds", value) }
        let head = "candlewick_metrics_"
        let text = registry.text.split(separator: "\n").filter { !$0.contains(head) }.joined(separator: "\n")
        #expect(
            text == #"""
                # TYPE a gauge
                a 0.25
                a{z="1"} +Inf
                # HELP b_total Back\\slash and\nbreak.
                # TYPE b_total counter
                b_total{x="a\"b\\c\nd"} 2
                # HELP c_seconds C.
                # TYPE c_seconds histogram
                c_seconds_bucket{le="0.5"} 2
                c_seconds_bucket{le="1"} 2
                c_seconds_bucket{le="+Inf"} 3
                c_seconds_sum 3.6
                c_seconds_count 3
                """#)
    }

    @Test(.enabled(if: PrometheusClient.isThere, "scripts/test-venv makes .build/test-venv with prometheus_client"))
    func text_readByAnotherReader_givesTheSameNumbers() throws {
        let registry = MetricsRegistry()
        let odd = "quote \" back \\ break \n return \r tab \t € 😀"
        registry.add(12, to: "candlewick_source_requests_total", [("source", odd), ("outcome", "ok")])
        registry.set("candlewick_source_breaker_state", 2, [("source", "kraken")])
        for value in [0.0001, 0.02, 7, 1000] {
            registry.observe("candlewick_source_request_seconds", value, [("source", "kraken")])
        }
        let families = try PrometheusClient.read(registry.text)
        func family(_ name: String) throws -> (type: String, samples: [(String, [String: String], String)]) {
            let found = try #require(families.first { $0[0] as? String == name })
            let samples = try #require(found[3] as? [[Any]])
            return (
                found[1] as? String ?? "",
                samples.map {
                    ($0[0] as? String ?? "", $0[1] as? [String: String] ?? [:], $0[2] as? String ?? "")
                }
            )
        }
        let requests = try family("candlewick_source_requests")
        #expect(requests.type == "counter")
        #expect(requests.samples.first?.1 == ["source": odd, "outcome": "ok"])
        #expect(requests.samples.first?.2 == "12.0")
        #expect(try family("candlewick_source_breaker_state").samples.first?.2 == "2.0")
        let seconds = try family("candlewick_source_request_seconds")
        #expect(seconds.type == "histogram")
        #expect(seconds.samples.first { $0.1["le"] == "+Inf" }?.2 == "4.0")
        #expect(seconds.samples.first { $0.1["le"] == "0.025" }?.2 == "2.0")
        #expect(seconds.samples.first { $0.0.hasSuffix("_count") }?.2 == "4.0")
        #expect(seconds.samples.first { $0.0.hasSuffix("_sum") }?.2 == "1007.0201")
    }
}
