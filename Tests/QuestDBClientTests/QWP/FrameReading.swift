/// A value of a decoded column. Doubles by their bits, so that NaN equals itself.
enum Cell: Hashable {
    case null
    case integer(Int64)
    case double(UInt64)
    case symbol([UInt8])

    static func double(_ value: Double) -> Cell { .double(value.bitPattern) }
    static func text(_ value: String) -> Cell { .symbol(Array(value.utf8)) }
}

/// A column of a decoded message.
struct ReadColumn: Hashable {
    var name: String
    var type: UInt8
    var cells: [Cell]
}

/// A decoded message.
struct ReadFrame: Hashable {
    var flags: UInt8
    var firstSymbol = 0
    var newSymbols = 0
    var table = ""
    var rows = 0
    var columns: [ReadColumn] = []

    func cells(_ name: String) -> [Cell]? { columns.first { $0.name == name }?.cells }
    var isDeferred: Bool { flags & 1 != 0 }
}

/// Reads messages as the protocol's page describes them, value by value; shares nothing with the encoder.
struct FrameReader {
    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    /// Symbols of the connection.
    private(set) var symbols: [[UInt8]] = []
    private var bytes: [UInt8] = []
    private var at = 0

    mutating func read(_ frame: [UInt8]) throws -> ReadFrame {
        (bytes, at) = (frame, 0)
        guard try take(4) == Array("QWP1".utf8), try byte() == 1 else { throw Malformed(description: "header") }
        var result = ReadFrame(flags: try byte())
        let tables = try integer(2)
        guard try integer(4) == Int64(frame.count - 12) else { throw Malformed(description: "payload length") }
        if result.flags & 8 != 0 {
            result.firstSymbol = try varint()
            result.newSymbols = try varint()
            guard result.firstSymbol <= symbols.count else { throw Malformed(description: "dictionary gap") }
            for index in result.firstSymbol..<result.firstSymbol + result.newSymbols {
                let name = try take(try varint())
                if index < symbols.count { symbols[index] = name } else { symbols.append(name) }
            }
        }
        if tables == 1 { try readTable(&result) }
        guard at == bytes.count else { throw Malformed(description: "\(bytes.count - at) bytes are left") }
        return result
    }

    private mutating func readTable(_ result: inout ReadFrame) throws {
        result.table = String(decoding: try take(try varint()), as: UTF8.self)
        result.rows = try varint()
        for _ in 0..<(try varint()) {
            let name = String(decoding: try take(try varint()), as: UTF8.self)
            result.columns.append(ReadColumn(name: name, type: try byte(), cells: []))
        }
        for index in result.columns.indices {
            result.columns[index].cells = try cells(
                result.columns[index].type, rows: result.rows, gorilla: result.flags & 4 != 0)
        }
    }

    private mutating func cells(_ type: UInt8, rows: Int, gorilla: Bool) throws -> [Cell] {
        var isNull = [Bool](repeating: false, count: rows)
        if try byte() != 0 {
            let bitmap = try take((rows + 7) / 8)
            for row in 0..<rows { isNull[row] = bitmap[row / 8] >> (row % 8) & 1 == 1 }
        }
        let count = isNull.count { !$0 }
        var values: [Cell] = []
        switch type {
        case 0x04, 0x05:
            for _ in 0..<count {
                let value = try integer(type == 0x04 ? 4 : 8)
                values.append(value == (type == 0x04 ? Int64(Int32.min) : .min) ? .null : .integer(value))
            }
        case 0x07: for _ in 0..<count { values.append(.double(UInt64(bitPattern: try integer(8)))) }
        case 0x09:
            for _ in 0..<count {
                let number = try varint()
                guard number < symbols.count else { throw Malformed(description: "symbol \(number)") }
                values.append(.symbol(symbols[number]))
            }
        case 0x0A, 0x10:
            let packed = gorilla ? try byte() == 1 : false
            if packed {
                values = try unpacked(count).map { .integer($0) }
            } else {
                for _ in 0..<count { values.append(.integer(try integer(8))) }
            }
        default: throw Malformed(description: "type \(type)")
        }
        var next = values.makeIterator()
        return isNull.map { $0 ? .null : next.next()! }
    }

    private mutating func unpacked(_ count: Int) throws -> [Int64] {
        var values: [Int64] = []
        for _ in 0..<min(count, 2) { values.append(try integer(8)) }
        var bit = 0
        let start = at
        func next(_ width: Int) throws -> UInt64 {
            var value: UInt64 = 0
            for place in 0..<width {
                guard start + bit / 8 < bytes.count else { throw Malformed(description: "bits end") }
                value |= UInt64(bytes[start + bit / 8] >> UInt8(bit % 8) & 1) << UInt64(place)
                bit += 1
            }
            return value
        }
        while values.count < count {
            var ones = 0
            while ones < 4, try next(1) == 1 { ones += 1 }
            let width = [0, 7, 9, 12, 32][ones]
            let raw = try next(width)
            let change = width == 0 ? 0 : Int64(bitPattern: raw << UInt64(64 - width)) >> Int64(64 - width)
            values.append(2 * values[values.count - 1] - values[values.count - 2] + change)
        }
        at = start + (bit + 7) / 8
        return values
    }

    private mutating func byte() throws -> UInt8 { try take(1)[0] }

    private mutating func take(_ count: Int) throws -> [UInt8] {
        guard count >= 0, at + count <= bytes.count else { throw Malformed(description: "the message ends at \(at)") }
        at += count
        return Array(bytes[at - count..<at])
    }

    /// A signed integer, little-endian.
    private mutating func integer(_ width: Int) throws -> Int64 {
        let raw = try take(width).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(bitPattern: raw << UInt64(64 - 8 * width)) >> Int64(64 - 8 * width)
    }

    private mutating func varint() throws -> Int {
        var (result, shift) = (0, 0)
        while true {
            let next = try byte()
            result |= Int(next & 0x7F) << shift
            if next & 0x80 == 0 { return result }
            shift += 7
        }
    }
}
