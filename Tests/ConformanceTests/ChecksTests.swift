import Conformance
import AdapterHost
import MarketData
import Testing

/// A check that passes a good adapter and that one defect makes fail.
struct NamedCheck: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// -DDEFECT of `pages.c`.
    var defect: Int
    var run: @Sendable (CaseChecks, AdapterCase) throws -> Void

    init(_ name: String, defect: Int, _ run: @escaping @Sendable (CaseChecks, AdapterCase) throws -> Void) {
        (testDescription, self.defect, self.run) = (name, defect, run)
    }

    static let all = [
        NamedCheck("whole", defect: 9) { try $0.whole($1) },
        NamedCheck("pieces", defect: 1) { try $0.pieces($1) },
        NamedCheck("truncated", defect: 2) { try $0.truncated($1) },
        NamedCheck("resumed", defect: 3) { try $0.resumed($1) },
        NamedCheck("resumed, asserting ahead", defect: 7) { try $0.resumed($1) },
        NamedCheck("asked twice", defect: 4) { checks, recorded in
            try checks.askedTwice(recorded, source: { PagesAdapter.source })
        },
        NamedCheck("garbage", defect: 5) { checks, recorded in
            for garbage in Garbage.all { try checks.garbage(garbage, recorded) }
        },
        NamedCheck("damaged", defect: 10) { checks, recorded in
            for seed in UInt64(1)...20 { try checks.damaged(seed: seed, recorded) }
        },
        NamedCheck("batches", defect: 6) { checks, recorded in
            for capacity in [1, 2, 3, 5] { try checks.batches(of: capacity, recorded) }
        },
        NamedCheck("split", defect: 8) { checks, recorded in
            let moments = try (91..<125).map(PagesAdapter.time(seconds:))
            try checks.split(recorded.query, now: recorded.now, at: moments) { PagesAdapter.source }
        },
    ]
}

@Suite(.enabled(if: PagesAdapter.compilerIsThere, PagesAdapter.absence)) struct ChecksTests {
    @Test(arguments: NamedCheck.all) func check_ofAGoodAdapter_passes(check: NamedCheck) throws {
        try check.run(CaseChecks(try PagesAdapter.load(defect: 0)), try PagesAdapter.recorded())
    }

    @Test(arguments: NamedCheck.all) func check_ofAnAdapterWithItsDefect_fails(check: NamedCheck) throws {
        let recorded = try PagesAdapter.recorded()
        let checks = CaseChecks(try PagesAdapter.load(defect: check.defect))
        let problem = #expect(throws: CaseProblem.self) { try check.run(checks, recorded) }
        #expect(problem?.description.isEmpty == false)
    }

    @Test func recorded_case_hasWhatTheSourceHolds() throws {
        let recorded = try PagesAdapter.recorded()
        #expect(recorded.exchanges.map(\.request.address) == ["/lines?from=90", "/lines?from=106", "/lines?from=121"])
        #expect(recorded.expected.rows.count == 8 && recorded.expected.failure == nil)
    }
}
