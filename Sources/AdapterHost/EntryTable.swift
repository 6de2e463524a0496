package import CAdapterABI

/// The functions of an adapter, checked: none of those that the host calls is null.
///
/// @unchecked Sendable: addresses of code in a library that is never unloaded; the ABI lets any
/// thread call them.
@safe package struct EntryTable: @unchecked Sendable {
    package typealias Describe = @convention(c) () -> UnsafePointer<cw_descriptor>?
    package typealias Identify =
        @convention(c) (cw_text, UnsafeMutablePointer<cw_identity>?, UnsafeMutablePointer<cw_error>?) -> cw_status
    package typealias Begin =
        @convention(c) (
            UnsafePointer<cw_host>?, UnsafePointer<cw_query>?, UnsafeMutablePointer<OpaquePointer?>?,
            UnsafeMutablePointer<cw_error>?
        ) -> cw_status
    package typealias NextRequest =
        @convention(c) (OpaquePointer?, UnsafeMutablePointer<cw_request>?, UnsafeMutablePointer<cw_error>?) ->
        cw_status
    package typealias Decode =
        @convention(c) (
            OpaquePointer?, UnsafePointer<cw_input>?, UnsafePointer<cw_batch>?, UnsafeMutablePointer<cw_decoded>?,
            UnsafeMutablePointer<cw_error>?
        ) -> cw_status
    package typealias End = @convention(c) (OpaquePointer?) -> Void

    package let abiMinor: Int
    @unsafe package let identify: Identify?
    @unsafe package let begin: Begin
    @unsafe package let nextRequest: NextRequest
    @unsafe package let decode: Decode
    @unsafe package let end: End

    /// The size of the table in version 1.0: what every adapter has.
    private static let smallestTable: UInt32 = 72
    /// What a sane table cannot exceed.
    private static let largestTable: UInt32 = 65_536

    /// What a library's table is: the functions and the descriptor, or everything that is wrong with it.
    package struct Reading: Sendable {
        package var table: EntryTable?
        package var descriptor: [DescriptorField: String] = [:]
        package var problems: [AdapterProblem] = []
    }

    /// Reads the table that the symbol names, and calls `describe` when nothing speaks against it.
    static func read(_ symbol: UnsafeRawPointer, of library: String) -> Reading {
        var reading = Reading()
        func report(_ key: String?, _ message: String) {
            reading.problems.append(
                AdapterProblem(.table, file: library, key: key.map { "candlewick_adapter_entry.\($0)" }, message))
        }
        guard UInt(bitPattern: symbol) % UInt(MemoryLayout<cw_adapter>.alignment) == 0 else {
            report(nil, "candlewick_adapter_entry is not aligned; expected a cw_adapter")
            return reading
        }
        // The fields of the head, at offsets that no version changes.
        let magic = unsafe symbol.load(as: UInt64.self)
        guard magic == CW_ABI_MAGIC else {
            report("magic", "0x\(String(magic, radix: 16)); expected CW_ABI_MAGIC: this is no adapter")
            return reading
        }
        let (major, minor) = unsafe (
            symbol.load(fromByteOffset: 8, as: UInt16.self), symbol.load(fromByteOffset: 10, as: UInt16.self)
        )
        guard major == CW_ABI_MAJOR else {
            report(
                "abi_major",
                "built for ABI \(major).\(minor); this host has \(CW_ABI_MAJOR).\(CW_ABI_MINOR) and calls nothing "
                    + "of another major version")
            return reading
        }
        let size = unsafe symbol.load(fromByteOffset: 12, as: UInt32.self)
        guard (smallestTable...largestTable).contains(size) else {
            report("size", "\(size); expected sizeof(cw_adapter), at least \(smallestTable)")
            return reading
        }
        let raw = unsafe ForeignMemory.grown(cw_adapter(), from: symbol, size: size)
        let missing: [(String, Bool)] = unsafe [
            ("describe", raw.describe == nil), ("begin", raw.begin == nil),
            ("next_request", raw.next_request == nil), ("decode", raw.decode == nil), ("end", raw.end == nil),
        ]
        for (name, isMissing) in missing where isMissing { report(name, "null; expected a function") }
        if let describe = unsafe raw.describe {
            let described = unsafe DescriptorReading(describe(), of: library)
            reading.descriptor = described.fields
            reading.problems += described.problems
            if described.readsFiles, unsafe raw.identify == nil {
                report("identify", "null; expected a function, because the descriptor's transports have FILE")
            }
        }
        if reading.problems.isEmpty, let begin = unsafe raw.begin, let next = unsafe raw.next_request,
            let decode = unsafe raw.decode, let end = unsafe raw.end
        {
            unsafe reading.table = EntryTable(
                abiMinor: Int(minor), identify: raw.identify, begin: begin, nextRequest: next, decode: decode, end: end)
        }
        return reading
    }
}
