import CAdapterABI

/// A record that was read and cannot be used.
public struct Reject: Equatable, Sendable {
    /// Why. The codes are the ABI's `CW_REJECT_…`.
    public enum Code: Int32, Sendable {
        /// Too many, too few, or a field is missing.
        case columns = 1
        /// A number that is not one, or is not finite.
        case number = 2
        /// A time that is not one, or does not fit in int64 nanoseconds.
        case time = 3
        /// Quoting, encoding, an unknown word.
        case text = 4
        /// Anything else.
        case other = 5
    }

    /// Why.
    public var code: Code
    /// A sentence: what is wrong, what was expected.
    public var reason: String
    /// The record, counted from 1 over the whole reply (a line, where it has lines); -1: unknown.
    public var row: Int64
    /// Where the record's text lies in the bytes that `decode` was given.
    public var record: Range<Int>

    /// A refused record.
    public init(_ code: Code, _ reason: String, row: Int64, record: Range<Int>) {
        self.code = code
        self.reason = reason
        self.row = row
        self.record = record
    }
}

/// Writes refused records for the host, which shows them to the user with their text.
@safe public struct RejectWriter: ~Copyable {
    // The host's struct and arrays, and the bytes of the input: all valid during `decode`.
    private let columns: cw_rejects
    private let bytes: UnsafeBufferPointer<UInt8>
    private let bytesPosition: Int64
    private let arena: TextArena
    /// Rejects that fit; 0 when the host does not want any.
    public let capacity: Int
    /// Rejects written so far.
    public private(set) var count = 0

    init(
        _ columns: cw_rejects, bytes: UnsafeBufferPointer<UInt8>, position: Int64, arena: TextArena
    ) {
        unsafe self.columns = unsafe columns
        unsafe self.bytes = unsafe bytes
        bytesPosition = position
        self.arena = arena
        capacity = unsafe Int(clamping: columns.capacity)
    }

    /// No further reject fits. Never so when the host does not want any: then they are dropped.
    public var isFull: Bool { capacity > 0 && count >= capacity }

    /// Writes a reject, its text with it. Traps when it is full, and when the record lies outside of the bytes.
    public mutating func append(_ reject: Reject) {
        guard capacity > 0 else { return }
        precondition(count < capacity, "a reject beyond the batch: ask isFull before append")
        let range = reject.record
        unsafe precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a reject outside of the bytes")
        // The index is below the capacity, and the range inside the bytes, by the lines above.
        unsafe columns.row?[count] = reject.row
        unsafe columns.position?[count] = bytesPosition + Int64(range.lowerBound)
        unsafe columns.code?[count] = reject.code.rawValue
        unsafe columns.reason?[count] = arena.text(reject.reason)
        if let raw = unsafe columns.raw {
            let text = unsafe bytes.baseAddress.map { unsafe UnsafeRawPointer($0 + range.lowerBound) }
            unsafe raw[count] = cw_text(
                bytes: text?.assumingMemoryBound(to: CChar.self), length: UInt64(range.count))
        }
        count += 1
    }
}
