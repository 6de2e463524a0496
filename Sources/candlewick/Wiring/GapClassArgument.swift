import ArgumentParser
import Coverage
import Overview

/// Classes of what is missing on the command line: `fillable,source-limit`.
struct GapClassArgument: ExpressibleByArgument {
    /// Those that are something missing.
    static let listed = GapClass.missing
    static let allValueStrings = listed.map(\.word)

    let classes: Set<GapClass>

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let word = part.lowercased().replacing(" ", with: "-")
            return Self.listed.first { $0.word == word }
        }
        guard !parts.contains(nil) else { return nil }
        classes = Set(parts.compactMap(\.self))
    }
}
