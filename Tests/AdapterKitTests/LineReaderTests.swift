import AdapterKit
import CAdapterEntry
import Testing

/// One field of each kind a line, read by the fast paths or by the general ones, as room allows.
private func decimals(_ text: String, padding: Int) -> [Double?] {
    let bytes = Array(text.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: padding)
    return LineReader.read(bytes.span, isLast: false, linesBefore: 0) { reader in
        var values: [Double?] = []
        while reader.nextLine() {
            values.append(reader.decimal(.line))
            if values.last == .some(nil) { _ = reader.skipLine() }
        }
        return values
    }
}

@Suite struct LineReaderTests {
    @Test func decimal_wherever_theEndIsNear_agreesWithTheWholeText() {
        var random = SeededGenerator(state: 5)
        let letters = Array("0123456789.eE+-,x")
        for _ in 0..<60_000 {
            let text: String
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                text = String(
                    (0..<Int.random(in: 0...12, using: &random)).map { _ in letters.randomElement(using: &random) ?? "0"
                    })
            case 1: text = random.digits(.random(in: 1...10, using: &random))
            case 2:
                text =
                    random.digits(.random(in: 1...10, using: &random)) + "."
                    + random.digits(.random(in: 1...18, using: &random))
            default:
                text =
                    random.digits(.random(in: 1...8, using: &random)) + "."
                    + random.digits(.random(in: 1...9, using: &random))
                    + "e-" + random.digits(.random(in: 1...2, using: &random))
            }
            let expected = decimal(text)?.bitPattern
            for padding in [0, 1, 8, 30] {
                let values = decimals(text + "\n", padding: padding)
                if values.count != 1 || values[0]?.bitPattern != expected {
                    Issue.record("'\(text)' with \(padding) bytes behind it: \(values)")
                }
            }
        }
    }

    @Test(arguments: ["5", "12345678", "123456789", "9223372036854775807", "9223372036854775808", "-4", "4.0", "", "x"])
    func integerAndSeconds_anyRoom_agreeWithTheWholeText(text: String) {
        for padding in [0, 3, 7, 8, 15, 40] {
            let bytes = Array((text + ",1672531436,").utf8) + [UInt8](repeating: 10, count: padding + 1)
            let (number, time) = LineReader.read(bytes.span, isLast: false, linesBefore: 0) { reader in
                _ = reader.nextLine()
                let number = reader.integer(.comma)
                return (number, number == nil ? nil : reader.seconds(.comma))
            }
            #expect(number == Int64(wholeNumber: Array(text.utf8).span))
            #expect(time == (number == nil ? nil : 1_672_531_436_000_000_000))
        }
    }

    @Test(arguments: ["9223372035", "9223372036", "9999999999"])
    func seconds_tenDigitsAroundTheLargest_agreeWithTheWholeText(text: String) {
        let bytes = Array((text + ",0000000000000000\n").utf8)
        let time = LineReader.read(bytes.span, isLast: false, linesBefore: 0) { reader in
            reader.nextLine() ? reader.seconds(.comma) : nil
        }
        #expect(time == Int64(nanosecondsOfSeconds: Array(text.utf8).span))
    }

    @Test func lineWithoutItsEnd_isReadOnlyInTheLastPiece() {
        let bytes = Array("1.5\n2.5".utf8)
        #expect(read(bytes, isLast: false) == [1.5])
        #expect(read(bytes, isLast: true) == [1.5, 2.5])
    }

    @Test func carriageReturns_atLineEnds_areTolerated() {
        #expect(read(Array("1.5\r\n2.5\r\n3.5\r".utf8), isLast: true) == [1.5, 2.5, 3.5])
        #expect(read(Array("1.5\r\n2.5\r".utf8), isLast: false) == [1.5])
        // A carriage return inside of a line is no end of it.
        #expect(read(Array("1.5\rx\n".utf8), isLast: true) == [nil])
    }

    @Test func consumed_whenALineIsUnread_endsBeforeIt() {
        let bytes = Array("1\n22\n333\n".utf8)
        let seen = LineReader.read(bytes.span, isLast: true, linesBefore: 10) { reader in
            var seen: [Int64] = []
            _ = reader.nextLine()
            seen.append(reader.integer(.line) ?? -1)
            _ = reader.nextLine()
            seen += [reader.line, Int64(reader.lineStart)]
            let line = reader.skipLine()
            seen += [Int64(line.lowerBound), Int64(line.upperBound), Int64(reader.consumed)]
            reader.unreadLine()
            seen += [reader.line, Int64(reader.consumed)]
            while reader.nextLine() { seen.append(reader.integer(.line) ?? -1) }
            seen.append(Int64(reader.consumed))
            return seen
        }
        #expect(seen == [1, 12, 2, 2, 4, 5, 11, 2, 22, 333, 9])
    }

    @Test func field_ofAnyText_givesItsPlace() {
        let bytes = Array("ab,,c\r\nlast".utf8)
        let (places, isCutOff) = LineReader.read(bytes.span, isLast: true, linesBefore: 0) { reader in
            _ = reader.nextLine()
            var places = [reader.field(.comma), reader.field(.comma), reader.field(.line)]
            _ = reader.nextLine()
            let isCutOff = reader.isCutOff
            places.append(reader.field(.comma))
            return (places, isCutOff)
        }
        #expect(places == [0..<2, 3..<3, 4..<5, nil])
        #expect(isCutOff)
    }

    @Test func emptyBytes_haveNoLine() {
        #expect(read([], isLast: true).isEmpty)
        #expect(read([], isLast: false).isEmpty)
    }

    @Test func masks_ofAllBytes_agreeOnEveryPlatformsForm() {
        var bytes = [UInt8](repeating: UInt8(ascii: "7"), count: 16)
        for place in 0..<16 {
            for value in UInt8.min...UInt8.max {
                bytes[place] = value
                let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(value)
                // Sixteen bytes are there.
                let fast = unsafe bytes.withUnsafeBufferPointer { unsafe candlewick_non_digits_16($0.baseAddress) }
                let portable = unsafe bytes.withUnsafeBufferPointer {
                    unsafe candlewick_non_digits_16_portable($0.baseAddress)
                }
                if fast != portable || fast != (isDigit ? 0 : 1 << place) { Issue.record("byte \(value) at \(place)") }
            }
            bytes[place] = UInt8(ascii: "0")
        }
    }

    private func read(_ bytes: [UInt8], isLast: Bool) -> [Double?] {
        LineReader.read(bytes.span, isLast: isLast, linesBefore: 0) { reader in
            var values: [Double?] = []
            while reader.nextLine() {
                let value = reader.decimal(.line)
                if value == nil { _ = reader.skipLine() }
                values.append(value)
            }
            return values
        }
    }
}
