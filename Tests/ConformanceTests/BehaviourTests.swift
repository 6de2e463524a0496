import BundledAdapters
import Conformance
import Foundation
import Testing

/// Each check of behaviour passes a good adapter, and one defect makes it fail and no other.
@Suite(.serialized, .enabled(if: DefectiveAdapter.compilerIsThere, DefectiveAdapter.absence))
struct BehaviourTests {
    @Test(arguments: BehaviourDefect.Source.allCases) func checks_ofAGoodAdapter_findNothing(
        source: BehaviourDefect.Source
    ) throws {
        #expect(try Self.failures(BehaviourDefect(source: source, number: 0, check: "")) == [:])
    }

    @Test(arguments: BehaviourDefect.all.filter { $0.check != "memory-leaks" })
    func check_ofAnAdapterWithItsDefect_failsAlone(
        defect: BehaviourDefect
    ) throws {
        let failures = try Self.failures(defect)
        #expect(Array(failures.keys) == [defect.check], "\(failures)")
    }

    /// Without leaks: what other tests of this process take meanwhile, round after round, looks like one.
    private static func failures(_ defect: BehaviourDefect) throws -> [String: CheckResult] {
        try defect.failures().filter { $0.key != "memory-leaks" }
    }

    /// In a process where nobody else takes memory or gives it back.
    @Test func leak_isFound_andNothingElse() async {
        await #expect(processExitsWith: .success) {
            for source in BehaviourDefect.Source.allCases {
                let found = try BehaviourDefect(source: source, number: 0, check: "").failures()
                #expect(found == [:])
            }
            let defect = try #require(BehaviourDefect.all.first { $0.check == "memory-leaks" })
            let failures = try defect.failures()
            #expect(Array(failures.keys) == [defect.check], "\(failures)")
        }
    }

    /// It ends the process: as it is with checks that users run, each has one of its own.
    @Test func guards_ofAnAdapterThatReadsBehindItsInput_crash() throws {
        let cases = try CandlesAdapter.caseFolder()
        defer { try? FileManager.default.removeItem(at: cases) }  // what is left there is a temporary file
        for (defect, expected) in [(0, [:]), (7, ["batch-guards": "crashed"])] {
            let adapter = try DefectiveAdapter(
                "candles.c", defect: defect, flags: ["-DFILES=1"], manifest: CandlesAdapter.manifest(files: true),
                cases: cases.path)
            let bad = try adapter.results(apart: true).filter { !$0.value.isGood }
            #expect(bad.mapValues(\.word) == expected, "\(bad)")
        }
    }

    /// What is told and not judged cannot fail.
    @Test func defects_ofTheTable_coverEveryCheckOfBehaviour() {
        let families = [
            "cases", "input", "batch", "resume", "requests", "errors", "times", "asserts", "values", "memory",
        ]
        let checks = ConformanceCheck.all.map(\.id).filter { id in
            families.contains { id.hasPrefix("\($0)-") } && id != "errors-messages"
        }
        #expect(Set(BehaviourDefect.all.map(\.check)) == Set(checks))
    }
}
