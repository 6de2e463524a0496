import Foundation

/// A way of the files' rows into QuestDB, and what it took in every round.
struct QuestDBWay {
    enum Kind {
        /// The hub by a protocol, as its settings name it.
        case hub(String)
        /// QuestDB's own client, by what its script takes.
        case client(String)
        /// Frames that are encoded already.
        case frames
    }

    let kind: Kind
    let name: String
    /// Rows a second, in millions.
    var first: [Double] = []
    /// The same rows again.
    var again: [Double] = []
    /// The larger of both runs, MiB.
    var memory: [Double] = []

    init(_ kind: Kind, _ name: String) { (self.kind, self.name) = (kind, name) }

    func rounds(_ values: KeyPath<Self, [Double]>, unit: String = "M rows/s", _ name: String? = nil) -> Rounds {
        Rounds(name: name ?? self.name, unit: unit, values: self[keyPath: values])
    }
}
