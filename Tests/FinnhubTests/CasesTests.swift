import BundledAdapters
import Conformance
import AdapterHost
import MarketData
import Testing

/// The adapter's own cases, whole and in every other way a host can show them.
@Suite struct CasesTests {
    static let cases = PluginFolder.cases("Finnhub")
    static let good = cases.filter { $0.expected.failure == nil }

    private func checks() throws -> CaseChecks { CaseChecks(try PluginFolder.adapter("finnhub")) }

    @Test func cases_areThere() {
        #expect(Self.cases.count >= 16 && Self.good.count >= 7)
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
        // A list of symbols is an array, and an empty one is a list.
        let isList = `case`.exchanges[0].request.address.contains("/symbol?")
        for garbage in Garbage.all where !isList || garbage.bytes.first != UInt8(ascii: "[") {
            try checks().garbage(garbage, `case`)
        }
    }

    @Test(arguments: cases, UInt64(1)...8) func reply_withBytesChanged_isReadOrRefused(
        case: AdapterCase, seed: UInt64
    ) throws {
        try checks().damaged(seed: seed, `case`)
    }
}
