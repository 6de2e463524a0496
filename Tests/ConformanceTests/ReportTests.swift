import BundledAdapters
import Conformance
import Foundation
import Testing

/// What people and machines are told.
@Suite struct ReportTests {
    private static func report(_ outcomes: [CheckOutcome]) -> CheckReport {
        let place = CheckPlace(manifest: PluginFolder.root.appending(path: "Plugins/KrakenCSV/adapter.toml").path)
        return CheckReport(place.entry(), seed: 42, outcomes: outcomes)
    }

    private static let outcomes = [
        CheckOutcome(id: "a-one", sentence: "One.", result: .passed(nil), seconds: 0.0126),
        CheckOutcome(id: "a-two", sentence: "Two.", result: .passed("12 <rows>/s"), seconds: 1),
        CheckOutcome(
            id: "b-one", sentence: "Three \"quoted\".", result: .failed("line 1\n<&\"'\u{1b}[31m\u{FFFE}>"), seconds: 0),
        CheckOutcome(id: "b-two", sentence: "Four.", result: .crashed("it ended by SIGSEGV"), seconds: 2.5),
        CheckOutcome(id: "c-one", sentence: "Five.", result: .timedOut("too long"), seconds: 60),
        CheckOutcome(id: "c-two", sentence: "Six.", result: .skipped("no cases"), seconds: 0),
    ]

    @Test func text_ofAllResults_saysEachAndWhatToDo() {
        let lines = Self.report(Self.outcomes).lines { result, word in result.isGood ? word : "<\(word)>" }
        #expect(lines[0].hasPrefix("kraken-csv 1.0.0  /"))
        #expect(lines[1] == "sha256 -  seed 42" || lines[1].wholeMatch(of: /sha256 [0-9a-f]{64}  seed 42/) != nil)
        #expect(
            Array(lines.dropFirst(3)) == [
                "passed     a-one  One.", "passed     a-two  Two. (12 <rows>/s)",
                "<failed   >  b-one  Three \"quoted\".",
                "           line 1", "           <&\"'\u{FFFD}[31m\u{FFFE}>", "<crashed  >  b-two  Four.",
                "           it ended by SIGSEGV", "<timed out>  c-one  Five.", "           too long",
                "skipped    c-two  Six.", "           no cases", "",
                "6 checks: 2 passed, 1 failed, 1 crashed, 1 timed out, 1 skipped; docs/conformance.md says why each is "
                    + "asked; --only b-one --seed 42 runs the first again",
            ])
    }

    @Test func text_ofGoodResults_endsWithTheCounts() {
        let report = Self.report([Self.outcomes[0], Self.outcomes[5]])
        #expect(report.isGood && report.lines().last == "2 checks: 1 passed, 1 skipped")
    }

    @Test func json_ofAllResults_hasTheStableKeys() throws {
        let text = try Self.report(Self.outcomes).json()
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(
            document.keys.sorted() == [
                "adapter", "checks", "counts", "library", "manifest", "seed", "sha256", "version",
            ])
        #expect(document["adapter"] as? String == "kraken-csv" && document["seed"] as? Int == 42)
        #expect(
            document["counts"] as? [String: Int] == [
                "passed": 2, "failed": 1, "crashed": 1, "timed_out": 1, "skipped": 1,
            ])
        let checks = try #require(document["checks"] as? [[String: Any]])
        #expect(checks.allSatisfy { $0.keys.sorted() == ["family", "id", "message", "result", "seconds", "sentence"] })
        #expect(checks.map { $0["id"] as? String } == Self.outcomes.map(\.id))
        #expect(checks.map { $0["family"] as? String } == ["a", "a", "b", "b", "c", "c"])
        #expect(checks[0]["message"] is NSNull && checks[0]["seconds"] as? Double == 0.013)
        #expect(checks[4]["result"] as? String == "timed out" && checks[4]["message"] as? String == "too long")
    }

    static let python = "/usr/bin/python3"

    /// What Python's parser of XML makes of it.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python), "python3 is not installed"))
    func junit_ofAllResults_isXMLWithACaseACheck() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "candlewick-junit-\(UUID().uuidString).xml")
        defer { try? FileManager.default.removeItem(at: file) }  // what is left there is a temporary file
        try Self.report(Self.outcomes).junit().write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: Self.python)
        process.arguments = [
            "-c",
            """
            import json, sys, xml.etree.ElementTree as E
            root = E.parse(sys.argv[1]).getroot()
            suite = root.find('testsuite')
            print(json.dumps([root.tag, suite.attrib] + [
                [c.attrib, [[e.tag, e.attrib, e.text] for e in c]] for c in suite.findall('testcase')]))
            """, file.path,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let found = try #require(try JSONSerialization.jsonObject(with: bytes) as? NSArray)
        let expected: NSArray = [
            "testsuites",
            [
                "name": "kraken-csv", "tests": "6", "failures": "1", "errors": "2", "skipped": "1", "time": "63.513",
            ],
            [["classname": "a", "name": "a-one", "time": "0.013"], [] as NSArray],
            [
                ["classname": "a", "name": "a-two", "time": "1.000"],
                [["system-out", [:] as NSDictionary, "12 <rows>/s"]],
            ],
            [
                ["classname": "b", "name": "b-one", "time": "0.000"],
                [
                    [
                        "failure", ["type": "failed", "message": "Three \"quoted\"."],
                        "line 1\n<&\"'\u{FFFD}[31m\u{FFFD}>",
                    ]
                ],
            ],
            [
                ["classname": "b", "name": "b-two", "time": "2.500"],
                [["error", ["type": "crashed", "message": "Four."], "it ended by SIGSEGV"]],
            ],
            [
                ["classname": "c", "name": "c-one", "time": "60.000"],
                [["error", ["type": "timed out", "message": "Five."], "too long"]],
            ],
            [
                ["classname": "c", "name": "c-two", "time": "0.000"],
                [["skipped", ["message": "no cases"], NSNull()]],
            ],
        ]
        #expect(found == expected, "\(found)")
    }
}
