import Foundation

extension CheckReport: Encodable {
    /// The keys never change; later versions may have more.
    private enum Keys: String, CodingKey {
        case adapter, version, manifest, library, sha256, seed, checks, counts
    }

    private enum CheckKeys: String, CodingKey {
        case id, family, sentence, result, message, seconds
    }

    /// What is not there is null.
    public func encode(to encoder: any Encoder) throws {
        var document = encoder.container(keyedBy: Keys.self)
        try document.encode(adapter, forKey: .adapter)
        try document.encode(version, forKey: .version)
        try document.encode(manifest, forKey: .manifest)
        try document.encode(library, forKey: .library)
        try document.encode(sha256, forKey: .sha256)
        try document.encode(seed, forKey: .seed)
        var checks = document.nestedUnkeyedContainer(forKey: .checks)
        for outcome in outcomes {
            var check = checks.nestedContainer(keyedBy: CheckKeys.self)
            try check.encode(outcome.id, forKey: .id)
            try check.encode(outcome.family, forKey: .family)
            try check.encode(outcome.sentence, forKey: .sentence)
            try check.encode(outcome.result.word, forKey: .result)
            try check.encode(outcome.result.message, forKey: .message)
            try check.encode((outcome.seconds * 1000).rounded() / 1000, forKey: .seconds)
        }
        let counts = Self.words.map { ($0.replacing(" ", with: "_"), count(of: $0)) }
        try document.encode(Dictionary(uniqueKeysWithValues: counts), forKey: .counts)
    }

    /// For machines: one JSON object, keys sorted.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
