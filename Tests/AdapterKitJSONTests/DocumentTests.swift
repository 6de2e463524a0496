import AdapterKit
import AdapterKitJSON
import Foundation
import Testing

/// Which texts are documents, and what is said of the others.
@Suite struct DocumentTests {
    @Test(arguments: [
        "{}", "[]", " [ ] \n", "\u{FEFF}{\"a\":1}", "[[[]]]", #"{"":""}"#, #"["\u00e9\ud83d\ude00\/\b\f\n\r\t\\\""]"#,
        "[0,-0,1e5,1E-5,1.5e+10,123456789012345678901234567890]", "[true,false,null]", "[{\"a\":[{}]}]",
        #"{"a":1,"b":1}"#, #"[{"a":1},{"a":1}]"#, "[1e999]", "[\"\u{7f}é漢😀\"]",
    ])
    func text_ofGoodJSON_isRead(text: String) throws {
        _ = try JSONDocument(reading: Array(text.utf8).span)
    }

    @Test(
        arguments: [
            ("", "is empty", 0), (" \n ", "is empty", 0), ("[1,]", "']' is no JSON value", 3),
            ("[,1]", "is no JSON value", 1), ("[1 2]", "expected a comma", 3), ("{\"a\" 1}", "colon", 5),
            ("{a:1}", "name in quotes", 1), ("{1:1}", "name in quotes", 1), (#"{"a":1,}"#, "name in quotes", 7),
            ("[1]]", "behind the end", 3), ("{}x", "behind the end", 2), ("[1] [2]", "behind the end", 4),
            ("[NaN]", "is no JSON value", 1), ("[-Infinity]", "is no JSON number", 1),
            ("[Infinity]", "no JSON value", 1),
            ("[nan]", "is no JSON value", 1), ("[01]", "is no JSON number", 1), ("[1.]", "no JSON number", 1),
            ("[.5]", "is no JSON value", 1), ("[+1]", "is no JSON value", 1), ("[1e]", "no JSON number", 1),
            ("[0x10]", "expected a comma", 2), ("[--1]", "no JSON number", 1), ("[tru]", "no JSON value", 1),
            ("[truex]", "expected a comma", 5), ("[nulll]", "expected a comma", 5), (#"["\x"]"#, "escape", 2),
            (#"["\ud800"]"#, "escape", 2), (#"["\udc00"]"#, "escape", 2), (#"["\u12"]"#, "escape", 2),
            (#"["\ud800\u0041"]"#, "escape", 2), ("[\"a\nb\"]", "control character", 3), ("[\"a\"b]", "a comma", 4),
            ("['a']", "no JSON value", 1), ("[1}", "expected a comma", 2), ("{\"a\":1]", "expected a comma", 6),
            (#"{"a":1,"b":2,"a":3}"#, "comes twice", 13), (#"{"a":1,"\u0061":3}"#, "comes twice", 7),
            ("[/*x*/1]", "no JSON value", 1), ("[1\u{0}]", "expected a comma", 2),
        ] as [(String, String, Int)])
    func text_ofBadJSON_isRefusedWithItsPlace(text: String, message: String, position: Int) throws {
        let error = try #require(throws: JSONError.self) { try JSONDocument(reading: Array(text.utf8).span) }
        #expect(error.reason == .notJSON)
        #expect(error.message.contains(message) && error.position == position, "\(error)")
    }

    @Test(
        arguments: [
            ([0xFF], 1), ([0xC3, 0x28], 1), ([0xED, 0xA0, 0x80], 1), ([0xF5, 0x80, 0x80, 0x80], 1), ([0x80], 1),
            ([0x61, 0xC0, 0x80], 2),
        ] as [([UInt8], Int)])
    func text_thatIsNoUTF8_isRefusedWithTheByte(bytes: [UInt8], offset: Int) throws {
        let text = Array("[\"".utf8) + bytes + Array("\"]".utf8)
        let error = try #require(throws: JSONError.self) { try JSONDocument(reading: text.span) }
        #expect(error.message.contains("is no UTF-8") && error.position == offset + 1, "\(error)")
    }

    @Test func text_cutAtEveryByte_isNoDocument() throws {
        let text = Array(hardDocument.utf8)
        _ = try JSONDocument(reading: text.span)
        for length in 0..<text.count {
            let cut = Array(text.prefix(length))
            let error = try #require(throws: JSONError.self) { try JSONDocument(reading: cut.span) }
            // The first byte is a blank: a reply of it is empty.
            #expect(error.reason == (length <= 1 ? .notJSON : .truncated), "cut at \(length): \(error)")
            #expect(error.position <= length)
        }
    }

    @Test func text_withAByteReplaced_neverBreaksAndNeverTellsAnOutsidePlace() throws {
        // Foundation rounds long numbers in its own way, and refuses those that no double holds.
        let text = Array(hardDocument.replacing("123456789012345678901234567890", with: "12345").utf8)
        var random = Seeded(state: 4)
        var good = 0
        for _ in 0..<20_000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: 0..<text.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do throws(JSONError) {
                let document = try JSONDocument(reading: damaged.span)
                good += 1
                let problem = disagreement(document.root, damaged)
                #expect(problem == nil)
            } catch {
                #expect((0...text.count).contains(error.position))
            }
        }
        #expect(good > 500, "too few documents were still good to prove anything: \(good)")
    }

    @Test(arguments: UInt64(1)...20)
    func randomBytes_areRefusedOrRead(seed: UInt64) {
        var random = Seeded(state: seed)
        let letters = Array("{}[]\",:0123456789.eE+-truefalsn \\u\n".utf8)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in letters.randomElement(using: &random)! }
            // Nil, here and below: refused, which is what is compared.
            let isOurs = (try? JSONDocument(reading: bytes.span)) != nil
            if isOurs {
                let isTheirs = (try? JSONSerialization.jsonObject(with: Foundation.Data(bytes))) != nil
                #expect(isTheirs, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test func depth_beyondTheLimit_isRefused() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        _ = try JSONDocument(reading: nested(64).span)
        let error = try #require(throws: JSONError.self) { try JSONDocument(reading: nested(65).span) }
        #expect(error.message == "nested deeper than 64 levels" && error.position == 64)
        _ = try JSONDocument(reading: nested(3).span, depth: 3)
        #expect(throws: JSONError.self) { try JSONDocument(reading: nested(100_000).span) }
    }

    @Test func names_ofALargeObject_areComparedAll() throws {
        let names = (0..<3000).map { "\"n\($0 * 7919 % 3000)\":\($0)" }
        _ = try JSONDocument(reading: Array("{\(names.joined(separator: ","))}".utf8).span)
        let twice = "{\((names + [#""n17":0"#]).joined(separator: ","))}"
        let error = try #require(throws: JSONError.self) { try JSONDocument(reading: Array(twice.utf8).span) }
        #expect(error.message.contains("comes twice") && error.position == twice.utf8.count - 8)
    }

    @Test func webPage_inThePlaceOfJSON_isCalledSo() throws {
        let page = "\n<!DOCTYPE html><html><head><TITLE>Access\n  denied</TITLE></head></html>"
        let error = try #require(throws: JSONError.self) { try JSONDocument(reading: Array(page.utf8).span) }
        #expect(error.message.contains("(HTML) with the title 'Access denied' and not JSON"))
        #expect(AdapterFailure(error, in: "trades", row: 3).row == 3)
        #expect(AdapterFailure(error, in: "trades").message.hasPrefix("trades: the reply is a web page"))
        let plain = try #require(throws: JSONError.self) {
            try JSONDocument(reading: Array("API limit reached.".utf8).span)
        }
        #expect(plain.message == "the reply is 'API limit reached.', expected a JSON object or array")
    }
}

/// A document with every kind of value in every kind of place.
let hardDocument = #"""
     {"status" : "OK","count":3, "näme":"é\u00e9\n\ud83d\ude00","results":[ {"t":1672531200000,"o":16532,"h":16644.5,
      "l":1.2e-07,"c":-0.0,"v":6.3896155e+07,"n":null,"x":[true,false,[],{}]},{"t":"1","o":"29000.5"} ,[1,[2,[3]]]],
      "next_url":"https:\/\/api.example.com\/v2?cursor=a%20b","empty":"" , "big":123456789012345678901234567890}
    """#
