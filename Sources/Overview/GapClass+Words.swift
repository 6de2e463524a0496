package import Coverage

extension GapClass {
    /// Those that are something missing.
    package static let missing = allCases.filter { $0 != .marketClosed && $0 != .noTrades }

    /// For machines, the same in JSON, CSV, queries, options and metrics: `source_limit`, as `HistoryState` has it. People
    /// read the raw value.
    package var word: String { rawValue.replacing(" ", with: "_") }
}
