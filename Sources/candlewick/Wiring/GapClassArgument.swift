import ArgumentParser
import Coverage

/// Classes of what is missing on the command line: `fillable,source-limit`.
struct GapClassArgument: ExpressibleByArgument {
    /// Those that are something missing.
    static let listed = GapClass.allCases.filter { $0 != .marketClosed && $0 != .noTrades }
    static let allValueStrings = listed.map(word)

    let classes: Set<GapClass>

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let word = part.lowercased().replacing(" ", with: "-")
            return Self.listed.first { Self.word($0) == word }
        }
        guard !parts.contains(nil) else { return nil }
        classes = Set(parts.compactMap(\.self))
    }

    /// `source-limit`.
    static func word(_ gapClass: GapClass) -> String { gapClass.rawValue.replacing(" ", with: "-") }
}
