import AdapterKit
import AdapterKitJSON
import Foundation
import Testing

/// What is read of a document's values.
@Suite struct ValueTests {
    @Test func values_ofEveryKind_areWhatTheTextSays() throws {
        let document = try JSONDocument(reading: Array(hardDocument.utf8).span)
        let root = document.root
        #expect(root.kind == .object && root.count == 7)
        let (saysOK, saysO, saysThree) = (
            root["status"]?.says("OK"), root["status"]?.says("O"), root["count"]?.says("3")
        )
        #expect(try root.string("status") == "OK")
        #expect(saysOK == true && saysO == false && saysThree == false)
        #expect(try root.string("näme") == "éé\n😀")
        #expect(try root.string("next_url") == "https://api.example.com/v2?cursor=a%20b")
        #expect(try root.string("empty").isEmpty)
        let (big, bigWhole) = (root["big"]?.decimal, root["big"]?.wholeNumber)
        #expect(big == Double("123456789012345678901234567890") && bigWhole == nil)
        let results = try root.array("results")
        #expect(results.count == 3)
        var rows = results.elements
        guard let first = rows.next() else {
            Issue.record("no first row")
            return
        }
        let text = Array(hardDocument.utf8)
        #expect(String(decoding: text[first.range].prefix(5), as: UTF8.self) == "{\"t\":")
        #expect(text[first.range].last == UInt8(ascii: "}") && first.position == first.range.lowerBound)
        let row = try results.element(0, "row")
        #expect(try row.time("t", in: .milliseconds) == 1_672_531_200_000_000_000)
        #expect(try row.decimal("h") == 16644.5 && row.wholeNumber("v") == 63_896_155)
        #expect(try row.decimal("c").sign == .minus && row.decimal("l") == 1.2e-07)
        let (isNullThere, isUnknownThere) = (row["n"] != nil, row["zz"] != nil)
        let (yes, no) = (row["x"]?[0]?.bool, row["x"]?[1]?.bool)
        #expect(!isNullThere && !isUnknownThere && yes == true && no == false)
        #expect(try row.optionalDecimal("n") == nil && row.optionalWholeNumber("zz") == nil)
        let second = try results.element(1, "row")
        #expect(try second.decimal("o") == 29000.5 && second.time("t", in: .nanoseconds) == 1)
        var nested = try results.element(2, "row").elements(from: 1)
        let count = nested.next()?.count
        let isLeft = nested.hasNext
        #expect(count == 2 && !isLeft)
        var names: [String] = []
        var members = root.members
        while let member = members.next() { names.append(member.name.string ?? "") }
        #expect(names == ["status", "count", "näme", "results", "next_url", "empty", "big"])
    }

    @Test func fields_thatAreNotAsExpected_sayWhatTheyAreAndWhere() throws {
        let text = #"{"a":"x1","b":null,"c":[1,"é"],"d":1.5,"e":1e999,"f":true,"g":"1672531200.1234"}"#
        let document = try JSONDocument(reading: Array(text.utf8).span)
        func message(_ body: (borrowing JSONValue) throws(JSONError) -> Void) -> String {
            do throws(JSONError) {
                try body(document.root)
                return "nothing thrown"
            } catch {
                return "\(error.reason) \(error)"
            }
        }
        #expect(
            message { (root) throws(JSONError) in _ = try root.decimal("a") }
                == "number byte 5: the field 'a' is \"x1\", expected a decimal number")
        #expect(
            message { (root) throws(JSONError) in _ = try root.decimal("b") } == "missing byte 0: there is no field 'b'"
        )
        #expect(
            message { (root) throws(JSONError) in _ = try root.wholeNumber("d") }
                == "number byte 36: the field 'd' is 1.5, expected a whole number")
        #expect(
            message { (root) throws(JSONError) in _ = try root.decimal("e") }
                == "number byte 44: the field 'e' is 1e999, expected a decimal number")
        #expect(
            message { (root) throws(JSONError) in _ = try root.optionalDecimal("f") }
                == "number byte 54: the field 'f' is true, expected a decimal number")
        #expect(
            message { (root) throws(JSONError) in _ = try root.string("d") }
                == "text byte 36: the field 'd' is 1.5, expected a string")
        #expect(
            message { (root) throws(JSONError) in _ = try root.array("a") }
                == "kind byte 5: the field 'a' is \"x1\", expected an array")
        #expect(
            message { (root) throws(JSONError) in _ = try root.array("c").decimal(1, "price") }
                == "number byte 26: the field 'price' is \"é\", expected a decimal number")
        #expect(
            message { (root) throws(JSONError) in _ = try root.array("c").decimal(2, "price") }
                == "missing byte 23: there is no value 3, 'price'")
        #expect(
            message { (root) throws(JSONError) in _ = try root.time("a", in: .seconds) }
                == "time byte 5: the field 'a' is \"x1\", expected a time in seconds")
        #expect(try document.root.time("g", in: .seconds) == 1_672_531_200_123_400_000)
        let fraction = document.root["d"]?.time(in: .milliseconds)
        #expect(fraction == nil)
        let reject = Reject(JSONError(.time, "no time", at: 5), row: 7, record: 3..<9)
        #expect(reject == Reject(.time, "no time", row: 7, record: 3..<9))
    }

    @Test func times_beyondSixtyFourBits_areNone() throws {
        let document = try JSONDocument(reading: Array("[9223372036854,9223372036855,-9223372036855]".utf8).span)
        let times = (0..<3).map { document.root[$0]?.time(in: .milliseconds) }
        #expect(times == [9_223_372_036_854_000_000, nil, nil])
    }

    @Test func doubles_ofManyShapes_areTheNearest() throws {
        var random = Seeded(state: 11)
        var texts: [String] = []
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            if value.isFinite { texts.append("\(value)") }
            let price = Double(Int.random(in: 0..<1_000_000_000, using: &random)) / 10_000
            texts.append("\(price)")
            texts.append(
                "\(Int.random(in: 0...Int.max, using: &random)).\(Int.random(in: 0...Int.max, using: &random))")
        }
        let text = "[" + texts.enumerated().map { $0 % 2 == 0 ? $1 : "\"\($1)\"" }.joined(separator: ",") + "]"
        let document = try JSONDocument(reading: Array(text.utf8).span)
        var values = document.root.elements
        var wrong = 0
        for text in texts {
            let value = values.next()?.decimal
            if value?.bitPattern != Double(text)?.bitPattern { wrong += 1 }
        }
        #expect(wrong == 0 && !values.hasNext && texts.count > 50_000)
    }

    @Test func document_keptBeyondItsBytes_isItsOwn() throws {
        var bytes = Array("[\"kept\"]".utf8)
        let document = try JSONDocument(reading: bytes.span)
        for index in bytes.indices { bytes[index] = 0 }
        let text = document.root[0]?.string
        #expect(text == "kept")
    }

    @Test func position_behindAByteOrderMark_countsIt() throws {
        let document = try JSONDocument(reading: Array("\u{FEFF}[1,\"x\"]".utf8).span)
        let position = document.root[1]?.position
        #expect(document.root.range == 3..<10 && position == 6)
    }
}
