import AdapterHost

/// What one process is told to look at: the words behind its command.
struct CheckOrder: Hashable {
    var id: String
    var seed: UInt64
    var memoryLimit: Int
    var seconds: Int
    var place: CheckPlace

    init(id: String, seed: UInt64, memoryLimit: Int, seconds: Int, place: CheckPlace) {
        (self.id, self.seed, self.memoryLimit, self.seconds, self.place) = (id, seed, memoryLimit, seconds, place)
    }

    /// An empty word stands for no cases.
    var words: [String] {
        [
            id, String(seed), String(memoryLimit), String(seconds), place.runMode.rawValue, place.manifest,
            place.cases ?? "",
        ] + place.libraryFolders
    }

    /// Nil when these are no words of an order.
    init?(words: [String]) {
        guard words.count >= 7, let seed = UInt64(words[1]), let memoryLimit = Int(words[2]),
            let seconds = Int(words[3]),
            let mode = AdapterConfiguration.RunMode(rawValue: words[4])
        else { return nil }
        (id, self.seed, self.memoryLimit, self.seconds) = (words[0], seed, memoryLimit, seconds)
        place = CheckPlace(
            manifest: words[5], libraryFolders: Array(words[7...]), cases: words[6].isEmpty ? nil : words[6])
        place.runMode = mode
    }
}
