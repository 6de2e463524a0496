import ArgumentParser
import Coverage
import Overview

/// Classes of what is missing on the command line: `fillable,source_limit`.
struct GapClassArgument: ExpressibleByArgument {
    /// Those that are something missing.
    static let listed = GapClass.missing
    static let allValueStrings = listed.map(\.word)

    let classes: Set<GapClass>

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { part in
            Self.listed.first { $0.word == part.lowercased() }
        }
        guard !parts.contains(nil) else { return nil }
        classes = Set(parts.compactMap(\.self))
    }
}
