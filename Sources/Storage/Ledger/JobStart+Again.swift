/// Jobs that no other process can take up go on when the same command is given again: which one that is stands in their
/// `spec`.
extension JobStart {
    private static let mark = "again"

    /// The command to give again with its options, a word each, without those that say where the store is; nil where the
    /// job does not say it, or can be taken up by its number.
    public var again: [String]? {
        let words = spec.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return words.first == Self.mark && words.count > 1 ? Array(words.dropFirst()) : nil
    }

    /// Whether another process can go on with the job by its number.
    public var canBeTakenUp: Bool { !spec.isEmpty && again == nil }

    /// The `spec` of a job whose command is to be given again; empty, which says nothing, where that cannot be written.
    public static func spec(again words: [String]) -> String {
        guard !words.isEmpty, !words.contains(where: { $0.contains("\n") }) else { return "" }
        return ([mark] + words).joined(separator: "\n")
    }
}
