import AdapterHost
import BundledAdapters
import Conformance
import Foundation
import Testing

/// Every check over every adapter of this package, as a user runs them.
@Suite(.serialized) struct BundledTests {
    /// What does not apply to an adapter. The digest is the packager's, who knows the library.
    private static let skipped: [String: Set<String>] = [
        "KrakenCSV": [
            "manifest-digest", "requests-hosts", "requests-secrets", "requests-end", "requests-same", "errors-status",
            "times-range",
            "times-ascending", "times-open", "times-forming",
        ],
        "KrakenREST": overHTTP, "Massive": overHTTP, "Finnhub": overHTTP, "ECBRates": overHTTP,
    ]

    /// They know no files, and so no names of files.
    private static let overHTTP: Set = ["manifest-digest", "errors-messages"]

    /// What looks below a session, at the library's own functions.
    private static let notInAWorker: Set = ["abi-major", "table-describe", "batch-guards", "errors-messages"]

    @Test(arguments: skipped.keys.sorted(), AdapterConfiguration.RunMode.allCases)
    func checks_ofABundledAdapter_passOrDoNotApply(folder: String, mode: AdapterConfiguration.RunMode) throws {
        var place = try CheckPlace(PluginFolder.root.appending(path: "Plugins/\(folder)").path)
        place.runMode = mode
        let outcomes = try #require(CheckRunner.ofTests.run(ConformanceCheck.all, of: place, seed: 1))
        var skipped: Set<String> = []
        for outcome in outcomes {
            switch outcome.result {
            case .passed: break
            case .skipped: skipped.insert(outcome.id)
            default: Issue.record("\(folder): \(outcome.id): \(outcome.result)")
            }
        }
        #expect(skipped == Self.skipped[folder]?.union(mode == .worker ? Self.notInAWorker : []))
    }
}
