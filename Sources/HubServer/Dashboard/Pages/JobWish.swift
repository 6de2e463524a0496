import Foundation

/// What a button asks of `POST /v1/jobs`.
struct JobWish: Encodable {
    var command: String
    /// Nil for all.
    var tiers: [String]?
    /// Nil for all.
    var assets: [String]?
    /// Minutes; nil for all.
    var intervals: [Int]?

    /// As JSON, keys in a fixed order.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        } catch {
            fatalError("strings and numbers are always JSON: \(error)")
        }
    }
}
