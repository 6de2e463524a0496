import NIOCore

extension QWPBlock {
    /// A SYMBOL column of ids in a table of names; the id `null` is NULL.
    ///
    /// Only names that a row uses become symbols of the connection. Traps when an id is not in the table.
    /// Throws `.dictionaryFull`.
    public mutating func symbols(ids: Span<UInt32>, names: [String], null: UInt32? = nil) throws(QWPError) {
        _ = begin(.symbol, count: ids.count)
        // The id that means NULL need not be in the table.
        let size = max(names.count, null.map { Int($0) + 1 } ?? 0)
        checkLargest(ids, below: size)
        var used = [Bool](repeating: false, count: size)
        var marks = used.mutableSpan
        for row in ids.indices {
            // In bounds by the range and by `checkLargest`.
            unsafe marks[unchecked: Int(ids[unchecked: row])] = true
        }
        var hasNull = false
        if let null {
            hasNull = used[Int(null)]
            used[Int(null)] = false
        }
        let numbers = try dictionary.numbers(of: names, wanted: Array(used.prefix(names.count)))
        let largest = numbers.indices.reduce(-1) { used[$1] ? max($0, Int(numbers[$1])) : $0 }
        needs(symbols: largest + 1)
        if hasNull || largest > 0x7F {
            anySymbols(ids, numbers, null: hasNull ? null : nil)
        } else {
            smallSymbols(ids, numbers)
        }
    }

    /// A SYMBOL column with the same name in every row, or NULL. Throws `.dictionaryFull`.
    public mutating func symbols(constant name: String?) throws(QWPError) {
        _ = begin(.symbol, count: rows)
        guard let name else {
            bytes.writeInteger(1, as: UInt8.self)
            bytes.writeRepeatingByte(0xFF, count: rows / 8)
            if rows % 8 > 0 { bytes.writeInteger((1 << UInt8(rows % 8)) - 1, as: UInt8.self) }
            return
        }
        let number = try dictionary.numbers(of: [name], wanted: [true])[0]
        needs(symbols: Int(number) + 1)
        bytes.writeInteger(0, as: UInt8.self)
        if number <= 0x7F {
            bytes.writeRepeatingByte(UInt8(number), count: rows)
        } else {
            var encoded: [UInt8] = []
            Varint.append(UInt64(number), to: &encoded)
            for _ in 0..<rows { bytes.writeBytes(encoded) }
        }
    }

    /// Numbers of one byte each, no NULL.
    private mutating func smallSymbols(_ ids: Span<UInt32>, _ numbers: [UInt32]) {
        let encoded = numbers.map { UInt8(truncatingIfNeeded: $0) }
        let table = encoded.span
        let rows = rows
        // The memory is not kept.
        unsafe bytes.write(reserving: 1 + rows) { out in
            // `write` made room for a flag and a byte a row.
            unsafe out.storeBytes(of: 0, as: UInt8.self)
            let to = unsafe out + 1
            for row in 0..<rows {
                // `begin` has checked the number of ids, `checkLargest` that they are in the table.
                let byte = unsafe table[unchecked: Int(ids[unchecked: row])]
                unsafe to.storeBytes(of: byte, toByteOffset: row, as: UInt8.self)
            }
            return (1 + rows, ())
        }
    }

    /// Numbers of any length, with or without NULLs.
    private mutating func anySymbols(_ ids: Span<UInt32>, _ numbers: [UInt32], null: UInt32?) {
        let bitmap = null == nil ? 0 : (rows + 7) / 8
        // A dictionary's largest number takes three bytes.
        let rows = rows
        // The memory is not kept.
        unsafe bytes.write(reserving: 1 + bitmap + 3 * rows) { out in
            // `write` made room for a flag, a bit and three bytes a row.
            unsafe out.storeBytes(of: null == nil ? 0 : 1, as: UInt8.self)
            let bits = unsafe out + 1
            unsafe bits.initializeMemory(as: UInt8.self, repeating: 0, count: bitmap)
            var to = unsafe bits + bitmap
            for row in 0..<rows {
                let id = ids[row]
                if id == null {
                    let byte = unsafe bits.load(fromByteOffset: row / 8, as: UInt8.self)
                    unsafe bits.storeBytes(of: byte | 1 << UInt8(row % 8), toByteOffset: row / 8, as: UInt8.self)
                    continue
                }
                var rest = numbers[Int(id)]
                while rest > 0x7F {
                    unsafe to.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
                    unsafe to += 1
                    rest >>= 7
                }
                unsafe to.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
                unsafe to += 1
            }
            return (unsafe to - out, ())
        }
    }
}
