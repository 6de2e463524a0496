import CLibPQ

/// Values in the form in which libpq takes them: all in one piece of memory, and where each begins.
struct BoundParameters {
    private enum Place {
        case null
        case own(Int)
        case foreign(NetworkBytes)
    }

    private let bytes = NetworkBytes()
    private var places: [Place] = []
    private var lengths: [CInt] = []
    private var types: [UInt32] = []

    init(_ parameters: [Parameter]) {
        for parameter in parameters {
            let start = bytes.count
            types.append(parameter.type.rawValue)
            switch parameter {
            case .int8(let value): bytes.append(value)
            case .text(let value): bytes.append(value)
            case .bool(let value): bytes.append(UInt8(value ? 1 : 0))
            case .float8(let value): bytes.append(value.bitPattern)
            case .bytes(let value): bytes.append(value)
            case .null:
                places.append(.null)
                lengths.append(0)
                continue
            case .array(_, let values):
                places.append(.foreign(values))
                lengths.append(CInt(values.count))
                continue
            }
            places.append(.own(start))
            lengths.append(CInt(bytes.count - start))
        }
    }

    /// Calls with types, values, lengths and formats (all binary), good during the call.
    func send(
        _ body: (
            UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?
        ) -> OpaquePointer?
    ) -> OpaquePointer? {
        let formats = [CInt](repeating: 1, count: places.count)
        return unsafe bytes.withBytes { own in
            let values = unsafe places.map { place -> UnsafePointer<CChar>? in
                switch place {
                case .null: return nil
                // Within `own`, which nobody appends to any more; it is never empty memory.
                case .own(let start): return unsafe own.baseAddress.map { unsafe address($0 + start) }
                // Kept alive by `places`, and nobody appends to it during the call.
                case .foreign(let bytes):
                    return unsafe bytes.withBytes { unsafe $0.baseAddress.map { unsafe address($0) } }
                }
            }
            // The arrays outlive the call.
            return unsafe types.withUnsafeBufferPointer { types in
                unsafe values.withUnsafeBufferPointer { values in
                    unsafe lengths.withUnsafeBufferPointer { lengths in
                        unsafe formats.withUnsafeBufferPointer { formats in
                            unsafe body(
                                types.baseAddress, values.baseAddress, lengths.baseAddress, formats.baseAddress)
                        }
                    }
                }
            }
        }
    }

    @unsafe private func address(_ pointer: UnsafeRawPointer) -> UnsafePointer<CChar> {
        unsafe pointer.assumingMemoryBound(to: CChar.self)
    }
}
