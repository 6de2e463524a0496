import AdapterKitJSON
import Foundation

/// A generator that gives the same numbers in every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Whether a value says the same as Foundation's parser.
func isSame(_ ours: JSONValue, _ theirs: AnyObject) -> Bool {
    switch ours.kind {
    case .null: return theirs is NSNull
    case .string: return ours.string.map { Array($0.utf8) } == (theirs as? String).map { Array($0.utf8) }
    case .bool: return ours.bool == (theirs as? Bool)
    case .number:
        guard let number = theirs as? NSNumber else { return false }
        // Foundation has decimals for what no double holds, and no infinity.
        return ours.decimal.map { $0 == number.doubleValue } ?? true
    case .array:
        guard let list = theirs as? [AnyObject], list.count == ours.count else { return false }
        var values = ours.elements
        for theirs in list {
            guard let value = values.next(), isSame(value, theirs) else { return false }
        }
        return true
    case .object:
        guard let table = theirs as? [String: AnyObject], table.count == ours.count else { return false }
        var members = ours.members
        while let member = members.next() {
            guard let name = member.name.string, let theirs = table[name], isSame(member.value, theirs) else {
                return false
            }
        }
        return true
    }
}

/// What another parser says of a text that we have read, where it is not the same; nil where it is.
func disagreement(_ ours: JSONValue, _ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    // Nil is what the comparison is about: Foundation refuses the text.
    guard let theirs = try? JSONSerialization.jsonObject(with: Foundation.Data(bytes)) else {
        // It refuses numbers that no double holds; here these are JSON, and only reading them as one fails.
        return text.contains(/[eE]\+?[0-9]{3,}/) ? nil : "refused by Foundation: \(text)"
    }
    return isSame(ours, theirs as AnyObject) ? nil : "read otherwise by Foundation: \(text)"
}
