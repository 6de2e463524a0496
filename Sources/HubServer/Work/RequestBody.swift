import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The fields of a JSON object that somebody sent, each checked: one that is not known is refused, so that a misspelt
/// option is never passed over.
struct RequestBody {
    /// More than any request here needs.
    static let longest = 65_536

    /// What a field can be.
    private enum Value: Decodable {
        case flag(Bool)
        case integer(Int)
        case text(String)
        case list([Value])
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // Each is tried; what is none of these is refused by whoever reads the field.
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Int.self) {
                self = .integer(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([Value].self) {
                self = .list(list)
            } else {
                self = .other
            }
        }
    }

    /// As it came, to tell one request from another.
    let bytes: [UInt8]
    private let fields: [String: Value]

    /// Reads it; nothing counts as an empty object. That it is called JSON was looked at before (`ForgeryCheck`).
    ///
    /// - Throws: a `Problem`.
    init(_ request: Request) async throws {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: Self.longest)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "Too long", "the body must not be longer than \(Self.longest) bytes")
        }
        bytes = Array(buffer.readableBytesView)
        if bytes.isEmpty {
            fields = [:]
            return
        }
        do {
            fields = try JSONDecoder().decode([String: Value].self, from: Data(bytes))
        } catch {
            throw Problem(.badRequest, "Bad body", "the body must be one JSON object")
        }
    }

    /// Refuses every field that is not one of these.
    func allow(_ known: [String]) throws {
        for name in fields.keys.sorted() where !known.contains(name) {
            let shown = String(
                name.unicodeScalars.prefix(40).map { (0x20..<0x7F).contains($0.value) ? Character($0) : "?" })
            let there = known.isEmpty ? "there is none" : "there are: \(known.sorted().joined(separator: ", "))"
            throw Problem.parameter(shown, "there is no such field here; \(there)")
        }
    }

    /// Whether a field is there.
    func has(_ name: String) -> Bool { fields[name] != nil }

    func flag(_ name: String) throws -> Bool {
        guard let value = fields[name] else { return false }
        guard case .flag(let flag) = value else { throw Problem.parameter(name, "expected true or false") }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = fields[name] else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            throw Problem.parameter(
                name, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A text of 1 to 64 bytes.
    func text(_ name: String) throws -> String? {
        guard let value = fields[name] else { return nil }
        guard case .text(let text) = value, (1...64).contains(text.utf8.count) else {
            throw Problem.parameter(name, "expected a text of 1 to 64 bytes")
        }
        return text
    }

    /// Texts of 1 to 64 bytes, at most `most`.
    func texts(_ name: String, most: Int = 1000) throws -> [String]? {
        try list(name, most, "texts of 1 to 64 bytes") { value in
            if case .text(let text) = value, (1...64).contains(text.utf8.count) { text } else { nil }
        }
    }

    func integers(_ name: String, in range: ClosedRange<Int>, most: Int = 32) throws -> [Int]? {
        try list(name, most, "whole numbers from \(range.lowerBound) to \(range.upperBound)") { value in
            if case .integer(let number) = value, range.contains(number) { number } else { nil }
        }
    }

    private func list<Element>(
        _ name: String, _ most: Int, _ expected: String, _ element: (Value) -> Element?
    ) throws -> [Element]? {
        guard let value = fields[name] else { return nil }
        guard case .list(let list) = value, (1...most).contains(list.count) else {
            throw Problem.parameter(name, "expected a list of 1 to \(most) \(expected)")
        }
        return try list.map { value in
            guard let found = element(value) else { throw Problem.parameter(name, "expected a list of \(expected)") }
            return found
        }
    }
}
