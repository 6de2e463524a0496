import CLibPQ

/// What a statement gave: rows in PostgreSQL's binary form unless text was asked for.
@safe struct StatementResult: ~Copyable {
    // Alive from the statement's end to deinit.
    private let handle: OpaquePointer
    /// Rows in it.
    let count: Int

    /// Takes over a result of libpq.
    @unsafe init(owning handle: OpaquePointer) {
        unsafe self.handle = handle
        count = Int(unsafe PQntuples(handle))
    }

    deinit { unsafe PQclear(handle) }

    /// Columns in it.
    var columns: Int { Int(unsafe PQnfields(handle)) }

    /// The name of a column.
    func name(_ column: Int) -> String {
        // A C string that lives as long as the result; libpq answers NULL for a column that is not there.
        unsafe PQfname(handle, CInt(column)).map { unsafe String(cString: $0) } ?? ""
    }

    /// The type of a column, nil for one that the store does not use itself.
    func type(_ column: Int) -> PostgreSQLType? { PostgreSQLType(rawValue: unsafe PQftype(handle, CInt(column))) }

    /// Rows that the statement changed.
    var affected: Int {
        // A C string in the result, empty for statements that change no rows.
        Int(unsafe String(cString: PQcmdTuples(handle))) ?? 0
    }

    @inline(__always)
    func isNull(_ row: Int, _ column: Int) -> Bool {
        // libpq checks row and column.
        unsafe PQgetisnull(handle, CInt(truncatingIfNeeded: row), CInt(truncatingIfNeeded: column)) != 0
    }

    /// A bigint; 0 for NULL.
    @inline(__always) func int8(_ row: Int, _ column: Int) -> Int64 { number(row, column) }
    /// An integer; 0 for NULL.
    @inline(__always) func int4(_ row: Int, _ column: Int) -> Int32 { number(row, column) }
    /// A smallint; 0 for NULL.
    @inline(__always) func int2(_ row: Int, _ column: Int) -> Int16 { number(row, column) }
    /// A double precision; 0 for NULL.
    @inline(__always) func float8(_ row: Int, _ column: Int) -> Double {
        Double(bitPattern: number(row, column))
    }
    /// A double precision; NaN for NULL.
    @inline(__always) func float8OrAbsent(_ row: Int, _ column: Int) -> Double {
        isNull(row, column) ? .nan : float8(row, column)
    }
    /// A bigint; -1 for NULL.
    @inline(__always) func int8OrAbsent(_ row: Int, _ column: Int) -> Int64 {
        isNull(row, column) ? -1 : int8(row, column)
    }
    /// A bigint, nil for NULL.
    func optionalInt8(_ row: Int, _ column: Int) -> Int64? { isNull(row, column) ? nil : int8(row, column) }
    /// A boolean; false for NULL.
    func bool(_ row: Int, _ column: Int) -> Bool { (number(row, column) as UInt8) != 0 }
    /// A text, whose binary form is its bytes; empty for NULL.
    func text(_ row: Int, _ column: Int) -> String {
        let (row, column) = (CInt(truncatingIfNeeded: row), CInt(truncatingIfNeeded: column))
        guard let start = unsafe PQgetvalue(handle, row, column) else { return "" }
        let length = Int(unsafe PQgetlength(handle, row, column))
        // `length` bytes that live as long as the result.
        return unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
    /// The bytes of a field, good during the call; none for NULL.
    func withBytes<Result, Failure: Error>(
        _ row: Int, _ column: Int, _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let (row, column) = (CInt(truncatingIfNeeded: row), CInt(truncatingIfNeeded: column))
        let start = unsafe PQgetvalue(handle, row, column)
        let length = Int(unsafe PQgetlength(handle, row, column))
        // `length` bytes that live as long as the result; libpq answers NULL and 0 for a place that is not there.
        return try unsafe body(UnsafeRawBufferPointer(start: start, count: length).bytes)
    }
    /// A text, nil for NULL.
    func optionalText(_ row: Int, _ column: Int) -> String? { isNull(row, column) ? nil : text(row, column) }

    @inline(__always)
    private func number<Number: FixedWidthInteger & BitwiseCopyable>(_ row: Int, _ column: Int) -> Number {
        let (row, column) = (CInt(truncatingIfNeeded: row), CInt(truncatingIfNeeded: column))
        // libpq answers NULL for a place that is not there, and has as many bytes there as it says.
        guard let start = unsafe PQgetvalue(handle, row, column),
            Int(unsafe PQgetlength(handle, row, column)) == MemoryLayout<Number>.size
        else { return 0 }
        return Number(bigEndian: unsafe UnsafeRawPointer(start).loadUnaligned(as: Number.self))
    }
}
