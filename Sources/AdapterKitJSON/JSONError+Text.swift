import AdapterKit
import CSimdJSON

// Sentences about a text that is no JSON document.

extension JSONError {
    /// What is wrong with a text that begins like no JSON at all; nil when it may be JSON.
    static func notJSON(_ text: Span<UInt8>) -> JSONError? {
        var start = text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
        while start < text.count, isBlank(text[start]) { start += 1 }
        guard start < text.count else {
            return JSONError(.notJSON, "the reply is empty, expected a JSON object or array", at: 0)
        }
        let first = text[start]
        if first == UInt8(ascii: "<") {
            let title = title(of: text).map { " with the title '\($0)'" } ?? ""
            return JSONError(
                .notJSON,
                "the reply is a web page (HTML)\(title) and not JSON: a proxy, a login page or a block page answered in "
                    + "the place of the source; check the base address and the network",
                at: start)
        }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return nil }
        return JSONError(
            .notJSON,
            "the reply is '\(String(quoting: text, start..<text.count, limit: 120))', expected a JSON object or array",
            at: start)
    }

    /// What cj_parse found.
    init(_ problem: Int32, at place: Int, of text: Span<UInt8>, depth: Int) {
        let found =
            place < text.count ? "'\(String(quoting: text, place..<text.count, limit: 20))'" : "the end"
        switch problem {
        case CJ_TRUNCATED:
            self.init(
                .truncated,
                "the reply is cut off: what begins at byte \(place) has no end in \(text.count) bytes",
                at: place)
        case CJ_UTF8:
            let place = JSONError.firstBadByte(of: text)
            self.init(.notJSON, "byte \(place) is no UTF-8; expected JSON in UTF-8", at: place)
        case CJ_CONTROL: self.init(.notJSON, "a control character in a string; expected it escaped", at: place)
        case CJ_ESCAPE: self.init(.notJSON, "an unknown escape \(found) in a string", at: place)
        case CJ_NUMBER_TEXT: self.init(.notJSON, "\(found) is no JSON number", at: place)
        case CJ_WORD: self.init(.notJSON, "\(found) is no JSON value", at: place)
        case CJ_NAME: self.init(.notJSON, "found \(found), expected a name in quotes", at: place)
        case CJ_COLON: self.init(.notJSON, "found \(found), expected a colon behind a name", at: place)
        case CJ_SEPARATOR: self.init(.notJSON, "found \(found), expected a comma or the end of it", at: place)
        case CJ_DUPLICATE: self.init(.notJSON, "the name \(found) comes twice in an object", at: place)
        case CJ_DEPTH: self.init(.notJSON, "nested deeper than \(depth) levels", at: place)
        case CJ_TRAILING: self.init(.notJSON, "found \(found) behind the end of the document", at: place)
        case CJ_TOO_LONG: self.init(.notJSON, "\(text.count) bytes are too many; at most 4 GiB can be read", at: 0)
        case CJ_MEMORY: self.init(.notJSON, "there is no memory for a reply of \(text.count) bytes", at: 0)
        default: self.init(.notJSON, "no JSON object or array", at: place)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\t")
    }

    private static func firstBadByte(of text: Span<UInt8>) -> Int {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text)
            return 0
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    /// What stands between `<title>` and `<`, in the first 4 KiB.
    private static func title(of text: Span<UInt8>) -> String? {
        let head = String(decoding: text.extracting(first: min(text.count, 4096)))
        let tag = "<title>"
        let lower = Array(head.utf8).map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        let pattern = Array(tag.utf8)
        guard lower.count > pattern.count,
            let start = lower.indices.dropLast(pattern.count).first(where: {
                lower[$0..<$0 + pattern.count] == pattern[...]
            })
        else { return nil }
        let title = Array(head.utf8)[(start + pattern.count)...].prefix { $0 != UInt8(ascii: "<") }
        let words = String(decoding: title.prefix(80), as: UTF8.self).split { $0.isWhitespace }.joined(separator: " ")
        return words.isEmpty ? nil : words
    }
}
