/// Text from outside (names of files, words of adapters) without control characters, so that it cannot move a
/// terminal's cursor or change its colours. Line feeds stay where they are wanted.
func printable(_ text: String, keepsLineFeeds: Bool = false) -> String {
    String(
        String.UnicodeScalarView(
            text.unicodeScalars.map { scalar in
                if keepsLineFeeds, scalar == "\n" { return scalar }
                return scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
            }))
}
