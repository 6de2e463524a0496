import BundledAdapters
import Conformance
import AdapterHost
import MarketData
import Testing

/// The adapter's own cases, in every way that a host can show them.
@Suite struct CasesTests {
    static let cases = PluginFolder.cases("KrakenREST")
    private let checks: CaseChecks

    init() throws { checks = CaseChecks(try Kraken.adapter()) }

    @Test func cases_areThere() { #expect(Self.cases.count >= 30) }

    @Test(arguments: cases) func case_whole_givesWhatIsExpected(case: AdapterCase) throws {
        try checks.whole(`case`)
    }

    @Test(arguments: cases) func case_inPieces_givesTheSame(case: AdapterCase) throws { try checks.pieces(`case`) }

    @Test(arguments: cases, [1, 2, 3, 5]) func case_inSmallBatches_givesTheSame(case: AdapterCase, rows: Int) throws {
        try checks.batches(of: rows, `case`)
    }

    @Test(arguments: cases) func case_resumedAtEveryToken_goesOn(case: AdapterCase) throws {
        try checks.resumed(`case`)
    }

    @Test(arguments: cases) func case_cutShort_isMalformed(case: AdapterCase) throws { try checks.truncated(`case`) }

    @Test(arguments: cases) func case_askedTwice_asksTheSame(case: AdapterCase) throws { try checks.askedTwice(`case`) }

    @Test(arguments: cases, Garbage.all) func garbage_isMalformed(case: AdapterCase, garbage: Garbage) throws {
        try checks.garbage(garbage, `case`)
    }

    @Test(arguments: cases, UInt64(1)...20) func damage_isReadOrRefused(case: AdapterCase, seed: UInt64) throws {
        try checks.damaged(seed: seed, `case`)
    }
}
