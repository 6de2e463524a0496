package import CAdapterABI

/// Reading what an adapter hands over: nothing of it is used before its pointer and length are checked.
package enum ForeignMemory {
    /// The bytes of a text of the ABI.
    package static func bytes(_ text: cw_text, called name: String, longest: Int = 1 << 24) throws(BrokenPromise)
        -> [UInt8]
    {
        let length = try unsafe count(text.length, longest: longest, called: "the length of \(name)")
        if length == 0 { return [] }
        guard let start = unsafe text.bytes else {
            throw BrokenPromise("\(name) has \(length) bytes at a null pointer")
        }
        // The ABI says that `length` bytes are there now; they are copied.
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
    }

    /// A text of the ABI that has to be UTF-8.
    package static func string(_ text: cw_text, called name: String, longest: Int = 1 << 20) throws(BrokenPromise)
        -> String
    {
        let bytes = unsafe try bytes(text, called: name, longest: longest)
        guard let string = String(validating: bytes, as: UTF8.self) else {
            throw BrokenPromise("\(name) is not UTF-8")
        }
        return string
    }

    /// A count that came back, when it is not larger than it may be.
    package static func count(_ value: UInt64, longest: Int, called name: String) throws(BrokenPromise) -> Int {
        guard value <= UInt64(longest) else {
            throw BrokenPromise("\(name) is \(value), and may be \(longest) at most")
        }
        return Int(value)
    }

    /// An array that an adapter points to.
    package static func array<Element>(
        _ start: UnsafePointer<Element>?, count value: UInt64, longest: Int, called name: String
    ) throws(BrokenPromise) -> UnsafeBufferPointer<Element> {
        let count = try count(value, longest: longest, called: "the number of \(name)")
        if count == 0 { return unsafe UnsafeBufferPointer(start: nil, count: 0) }
        guard let start = unsafe start else { throw BrokenPromise("\(count) \(name) at a null pointer") }
        guard UInt(bitPattern: start) % UInt(MemoryLayout<Element>.alignment) == 0 else {
            throw BrokenPromise("\(name) at an address that is not aligned")
        }
        return unsafe UnsafeBufferPointer(start: start, count: count)
    }

    /// A NUL-terminated text that is not longer than that.
    package static func string(
        terminated start: UnsafePointer<CChar>?, called name: String, longest: Int = 4096
    ) throws(BrokenPromise) -> String {
        guard let start = unsafe start else { throw BrokenPromise("\(name) is null") }
        var length = 0
        // Reads on only while no NUL has come: the ABI promises one.
        while length <= longest, unsafe start[length] != 0 { length += 1 }
        guard length <= longest else { throw BrokenPromise("\(name) has no NUL in its first \(longest) bytes") }
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
        guard let string = unsafe String(validating: bytes, as: UTF8.self) else {
            throw BrokenPromise("\(name) is not UTF-8")
        }
        return string
    }

    /// The text of a fixed array of a struct (Swift sees a tuple); the array has to hold a NUL.
    package static func string<Tuple>(
        inArray tuple: Tuple, called name: String
    ) throws(BrokenPromise) -> String {
        let bytes = unsafe withUnsafeBytes(of: tuple) { unsafe Array($0) }
        guard let end = bytes.firstIndex(of: 0) else {
            throw BrokenPromise("\(name) has no NUL in its \(bytes.count) bytes")
        }
        guard let string = String(validating: bytes[..<end], as: UTF8.self) else {
            throw BrokenPromise("\(name) is not UTF-8")
        }
        return string
    }

    /// The first bytes of a struct that may be shorter or longer than the host's: what the other side
    /// does not have is zero.
    package static func grown<Value: BitwiseCopyable>(
        _ zero: Value, from start: UnsafeRawPointer, size: UInt32
    ) -> Value {
        var value = zero
        let known = min(Int(size), MemoryLayout<Value>.size)
        // `known` bytes are in both: the other side's `size` says so of its own.
        unsafe withUnsafeMutableBytes(of: &value) { room in
            unsafe room.copyMemory(from: UnsafeRawBufferPointer(start: start, count: known))
        }
        return value
    }
}
