/// Takes the fields of a row, in PostgreSQL's binary form.
protocol FieldSink {
    func int8(_ value: Int64, column: Int)
    func int4(_ value: Int32, column: Int)
    func int2(_ value: Int16, column: Int)
    func float8(_ value: Double, column: Int)
    func null(column: Int)
}

extension FieldSink {
    /// A number that may be absent (NaN).
    @inline(__always)
    func float8(orAbsent value: Double, column: Int) {
        if value.isNaN { null(column: column) } else { float8(value, column: column) }
    }

    /// A count that may be absent (-1).
    @inline(__always)
    func int8(orAbsent value: Int64, column: Int) {
        if value == -1 { null(column: column) } else { int8(value, column: column) }
    }
}

/// A field as COPY and arrays both have it: its length in four bytes, -1 for NULL, then the value.
extension NetworkBytes {
    @inline(__always)
    func appendField<Number: FixedWidthInteger & BitwiseCopyable>(_ value: Number) {
        append(Int32(truncatingIfNeeded: MemoryLayout<Number>.size))
        append(value)
    }

    @inline(__always)
    func appendNull() { append(Int32(-1)) }

    /// A text; the caller has seen to its zeros.
    func appendField(_ text: String) {
        append(Int32(truncatingIfNeeded: text.utf8.count))
        append(text)
    }
}

/// Rows for `COPY … FROM STDIN (FORMAT binary)`, one field behind the other.
struct CopySink: FieldSink {
    let bytes: NetworkBytes

    /// The form's signature, no flags, no extension.
    func begin() {
        bytes.append("PGCOPY\n")
        bytes.append(UInt8(0xFF))
        bytes.append(UInt8(0x0D))
        bytes.append(UInt8(0x0A))
        bytes.append(UInt8(0))
        bytes.append(Int64(0))
    }

    func beginRow(columns: Int) { bytes.append(Int16(truncatingIfNeeded: columns)) }
    func end() { bytes.append(Int16(-1)) }

    @inline(__always) func int8(_ value: Int64, column: Int) { bytes.appendField(value) }
    @inline(__always) func int4(_ value: Int32, column: Int) { bytes.appendField(value) }
    @inline(__always) func int2(_ value: Int16, column: Int) { bytes.appendField(value) }
    @inline(__always) func float8(_ value: Double, column: Int) { bytes.appendField(value.bitPattern) }
    @inline(__always) func null(column: Int) { bytes.appendNull() }
}

/// Rows as one array a column, for `unnest`.
struct ArraySink: FieldSink {
    private let types: [PostgreSQLType]
    private let columns: [NetworkBytes]

    /// Arrays for exactly `rows` rows.
    init(_ types: [PostgreSQLType], rows: Int) {
        self.types = types
        columns = types.map { type in
            let bytes = NetworkBytes(capacity: 20 + rows * 12)
            bytes.beginArray(of: type, count: rows)
            return bytes
        }
    }

    var parameters: [Parameter] { zip(types, columns).map { .array($0, $1) } }

    @inline(__always) func int8(_ value: Int64, column: Int) { columns[column].appendField(value) }
    @inline(__always) func int4(_ value: Int32, column: Int) { columns[column].appendField(value) }
    @inline(__always) func int2(_ value: Int16, column: Int) { columns[column].appendField(value) }
    @inline(__always) func float8(_ value: Double, column: Int) { columns[column].appendField(value.bitPattern) }
    @inline(__always) func null(column: Int) { columns[column].appendNull() }
}

extension NetworkBytes {
    /// The head of an array of one dimension: dimensions, may hold NULL, element type, length, first index.
    func beginArray(of type: PostgreSQLType, count: Int) {
        append(Int32(1))
        append(Int32(1))
        append(type.rawValue)
        append(Int32(truncatingIfNeeded: count))
        append(Int32(1))
    }
}

extension Parameter {
    /// An array of texts.
    static func texts(_ texts: [String]) -> Parameter {
        let bytes = NetworkBytes()
        bytes.beginArray(of: .text, count: texts.count)
        for text in texts { bytes.appendField(text) }
        return .array(.text, bytes)
    }

    /// An array of numbers.
    static func numbers(_ numbers: [Int64]) -> Parameter {
        let bytes = NetworkBytes()
        bytes.beginArray(of: .int8, count: numbers.count)
        for number in numbers { bytes.appendField(number) }
        return .array(.int8, bytes)
    }
}
