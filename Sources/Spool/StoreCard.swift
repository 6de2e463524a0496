import Storage

/// What is known of a store while its server is away: the file `store` of a spool, lines of a word and its value, the
/// last of them the CRC-32C of those before.
struct StoreCard: Hashable, Sendable {
    /// Where it is; holds no secret.
    var location: String
    /// Which store was there last.
    var identity: StoreIdentity
    /// How it wants to be written.
    var traits: StoreTraits
    /// How large the spool may become, in bytes; for those who only look.
    var limit: Int64

    init(location: String, identity: StoreIdentity, traits: StoreTraits, limit: Int64) {
        (self.location, self.identity, self.traits, self.limit) = (location, identity, traits, limit)
    }

    private static let title = "candlewick-spool 1"

    /// The file.
    var encoded: [UInt8] {
        var lines = [
            Self.title, "location \(location)", "identity \(identity)", "limit \(limit)",
            "order \(traits.order.rawValue)",
            "group \(traits.batchesAGroup)",
        ]
        for (promise, reason) in traits.exceptions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("exception \(promise.rawValue) \(reason)")
        }
        // A line break within a value would end it.
        let text = lines.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n" }.joined()
        return Array((text + "checksum \(Array(text.utf8).checksum)\n").utf8)
    }

    /// Reads a file; nil when it is not what was written.
    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 2, lines.removeLast().isEmpty else { return nil }
        let body = lines.dropLast().map { $0 + "\n" }.joined()
        guard lines.removeLast() == "checksum \(Array(body.utf8).checksum)", lines.removeFirst() == Self.title
        else { return nil }
        var values: [Substring: Substring] = [:]
        var exceptions: [StorePromise: String] = [:]
        for line in lines {
            let (word, value) = Self.split(line)
            if word == "exception" {
                let (promise, reason) = Self.split(value)
                if let promise = StorePromise(rawValue: String(promise)) { exceptions[promise] = String(reason) }
            } else {
                values[word] = value
            }
        }
        guard let location = values["location"],
            let identity = values["identity"].flatMap({ StoreIdentity(String($0)) }),
            let limit = values["limit"].flatMap({ Int64($0) }), let group = values["group"].flatMap({ Int($0) }),
            let order = values["order"].flatMap({ StoreTraits.RowOrder(rawValue: String($0)) })
        else { return nil }
        self.location = String(location)
        self.identity = identity
        self.limit = limit
        traits = StoreTraits(order: order, batchesAGroup: group, exceptions: exceptions)
    }

    private static func split(_ line: Substring) -> (Substring, Substring) {
        let word = line.prefix { $0 != " " }
        return (word, line[word.endIndex...].dropFirst())
    }

    /// Reads the card of a spool; nil when there is none.
    static func read(_ place: SpoolPlace) throws(StorageError) -> StoreCard? {
        let bytes: [UInt8]
        do {
            let file = try SpoolFile(place.card, for: .reading)
            bytes = try file.read(Int(clamping: min(try file.size(), 1 << 20)), at: 0)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
        if let card = StoreCard(bytes) { return card }
        throw StorageError(
            .corrupt, at: place.card, "the file that says whose rows these are was changed",
            advice: "put a good copy back; or give the rows up by moving the folder \(place.path) away, and read again"
                + " what was spooled")
    }
}
