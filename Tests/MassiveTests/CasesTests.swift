import BundledAdapters
import Conformance
import AdapterHost
import MarketData
import Testing

/// The adapter's own cases, whole and in every other way a host can show them.
@Suite struct CasesTests {
    static let cases = PluginFolder.cases("Massive")
    static let good = cases.filter { $0.expected.failure == nil }

    private func checks() throws -> CaseChecks { CaseChecks(try PluginFolder.adapter("massive")) }

    @Test func cases_areThere() {
        #expect(Self.cases.count >= 30 && Self.good.count >= 13)
    }

    @Test(arguments: cases) func exchange_whole_givesWhatIsExpected(case: AdapterCase) throws {
        try checks().whole(`case`)
    }

    @Test(arguments: cases) func exchange_cutAnywhere_givesTheSame(case: AdapterCase) throws {
        try checks().pieces(`case`)
    }

    @Test(arguments: cases, [1, 2, 3, 5]) func exchange_inSmallBatches_givesTheSame(
        case: AdapterCase, capacity: Int
    ) throws {
        try checks().batches(of: capacity, `case`)
    }

    @Test(arguments: cases) func exchange_askedTwice_asksForTheSame(case: AdapterCase) throws {
        try checks().askedTwice(`case`)
    }

    @Test(arguments: good) func exchange_resumedAtEveryToken_goesOnAsTheWhole(case: AdapterCase) throws {
        try checks().resumed(`case`)
    }

    @Test(arguments: good) func reply_cutShort_isMalformed(case: AdapterCase) throws {
        try checks().truncated(`case`)
    }

    @Test(arguments: cases) func garbage_inThePlaceOfAReply_isMalformed(case: AdapterCase) throws {
        for garbage in Garbage.all { try checks().garbage(garbage, `case`) }
    }

    @Test(arguments: cases, UInt64(1)...8) func reply_withBytesChanged_isReadOrRefused(
        case: AdapterCase, seed: UInt64
    ) throws {
        try checks().damaged(seed: seed, `case`)
    }
}
