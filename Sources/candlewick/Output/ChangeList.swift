/// What a command changed, or would change: a line each for people, an array for machines.
struct ChangeList {
    private struct Change: Encodable {
        /// What it happened to: a file, a store, an asset.
        var subject: String
        /// What happened: `written`, `would be created`.
        var change: String
    }

    private let json: Bool
    private var changes: [Change] = []

    init(json: Bool) { self.json = json }

    /// Notes a change, and says it at once to people.
    mutating func add(_ subject: String, _ change: String) {
        changes.append(Change(subject: subject, change: change))
        if !json { print(printable("\(subject): \(change)")) }
    }

    /// Prints the array, for machines.
    func end() throws { if json { try printJSON(changes) } }
}
