import Glibc

/// A secret's bytes. Shows nothing of itself however it is printed, lies in memory of its own that is left out of core
/// dumps and zeroed when the last one lets go of it.
@safe public final class Secret: @unchecked Sendable {
    // Immutable after init, which is why it may be shared between threads.
    private let memory: UnsafeMutableRawBufferPointer
    private let count: Int

    /// Copies the bytes. Who has them elsewhere has to clear that himself.
    public init(_ bytes: RawSpan) {
        count = bytes.byteCount
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let length = max(1, (count + page - 1) / page) * page
        // Whole pages: the advice below is about pages, and nothing else may share them.
        let start = unsafe mmap(
            nil, length, PROT_READ | PROT_WRITE, Int32(MAP_PRIVATE) | Int32(MAP_ANONYMOUS), -1, 0)
        guard let start = unsafe start, unsafe start != UnsafeMutableRawPointer(bitPattern: -1) else {
            fatalError("no memory for a secret")
        }
        unsafe memory = UnsafeMutableRawBufferPointer(start: start, count: length)
        // Both are favours: a kernel without them still keeps the secret.
        _ = unsafe madvise(start, length, Int32(MADV_DONTDUMP))
        _ = unsafe madvise(start, length, Int32(MADV_WIPEONFORK))
        // Copied within the pages made above.
        unsafe bytes.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
    }

    /// Copies the text's bytes.
    public convenience init(_ text: String) {
        // Bytes are what they are: no padding could be seen.
        unsafe self.init(Array(text.utf8).span.bytes)
    }

    deinit {
        // Made in init; explicit_bzero is not optimised away.
        unsafe explicit_bzero(memory.baseAddress!, memory.count)
        unsafe munmap(memory.baseAddress, memory.count)
    }

    /// Lends the bytes.
    func withBytes<Value>(_ body: (RawSpan) -> Value) -> Value {
        // The memory lives as long as self, and only its first `count` bytes were given.
        let value = body(unsafe RawSpan(_unsafeStart: memory.baseAddress!, byteCount: count))
        return withExtendedLifetime(self) { value }
    }

    /// Why it cannot stand in a header, nil when it can. Shows nothing of it.
    var problem: String? {
        withBytes { bytes in
            if bytes.byteCount == 0 { return "is empty" }
            for index in 0..<bytes.byteCount {
                // Index is within the span.
                let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
                let isEdge = index == 0 || index == bytes.byteCount - 1
                if !(0x20...0x7e).contains(byte) || (byte == 0x20 && isEdge) {
                    return "holds a line break, a blank at an end, or a character that is not ASCII"
                }
            }
            return nil
        }
    }
}

extension Secret: Hashable {
    /// The same bytes.
    public static func == (left: Secret, right: Secret) -> Bool {
        left.withBytes { left in
            right.withBytes { right in
                // Both spans are read within their bounds.
                unsafe left.withUnsafeBytes { left in
                    unsafe right.withUnsafeBytes { unsafe left.elementsEqual($0) }
                }
            }
        }
    }

    /// By its bytes, with the process's own seed.
    public func hash(into hasher: inout Hasher) {
        withBytes { bytes in
            // Read within its bounds.
            unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<secret>`.
    public var description: String { "<secret>" }
    /// `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// Nothing within.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
