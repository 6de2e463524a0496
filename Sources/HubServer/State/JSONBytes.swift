import Foundation

/// A value as JSON, with keys in a fixed order: the same value has the same bytes.
struct JSONBytes: Sendable {
    let bytes: [UInt8]

    static func encoded(_ value: some Encodable) throws -> JSONBytes {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return JSONBytes(bytes: Array(try encoder.encode(value)))
    }
}
