package import Coverage

extension GapClass {
    /// Those that are something missing.
    package static let missing = allCases.filter { $0 != .marketClosed && $0 != .noTrades }

    /// Without blanks: `source-limit`.
    package var word: String { rawValue.replacing(" ", with: "-") }
}
