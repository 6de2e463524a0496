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
            // As it was spelt before, and as it is said to people: scripts of users have it so.
            let word = part.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
            return Self.listed.first { $0.word == word }
        }
        guard !parts.contains(nil) else { return nil }
        classes = Set(parts.compactMap(\.self))
    }
}
