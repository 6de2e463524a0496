import Glibc

/// Memory between two pages that nobody may touch: a write or a read there ends the process. What is not used of the
/// pages in between holds a pattern, so that a write to it is seen.
@safe final class GuardedMemory {
    /// Where the bytes lie between the two pages.
    enum Place: CaseIterable {
        /// With room on both sides: a write that is a little outside is seen and does not end the process.
        case middle
        /// The last byte is the last of its page.
        case end
        /// The first byte is the first of its page.
        case start
    }

    private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    private static let pattern: UInt8 = 0xA5

    /// The bytes that may be used.
    let start: UnsafeMutableRawPointer
    private let count: Int
    private let mapping: UnsafeMutableRawPointer
    private let pages: Int
    private let usable: Range<Int>

    /// - Throws: `CaseProblem` when the system gives no memory.
    init(bytes count: Int, _ place: Place) throws {
        let inner = max(1, (count + (place == .middle ? 2 * Self.page : 0) + Self.page - 1) / Self.page)
        pages = inner + 2
        let length = pages * Self.page
        // A mapping of its own, at no fixed address; MAP_FAILED is compared with at once.
        guard let made = unsafe mmap(nil, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            unsafe made != MAP_FAILED
        else { throw CaseProblem("the system gives no memory for \(length) bytes: errno \(errno)") }
        unsafe mapping = made
        self.count = count
        let offset =
            switch place {
            case .middle: 2 * Self.page
            case .end: length - Self.page - count
            case .start: Self.page
            }
        usable = offset..<offset + count
        unsafe start = made + offset
        // Within the mapping: its pages but the first and the last.
        guard unsafe mprotect(made + Self.page, inner * Self.page, PROT_READ | PROT_WRITE) == 0 else {
            throw CaseProblem("the system does not let \(inner) pages be written: errno \(errno)")
        }
        unsafe memset(made + Self.page, Int32(Self.pattern), inner * Self.page)
    }

    // The mapping is this object's own; nobody else has its addresses any more.
    deinit { unsafe munmap(mapping, pages * Self.page) }

    /// Where something was written beside the bytes that may be used, counted from the first of them; nil: nowhere.
    var firstStrayByte: Int? {
        let word = UInt64(Self.pattern) &* 0x0101_0101_0101_0101
        for index in stride(from: Self.page, to: (pages - 1) * Self.page, by: 8) {
            // Within the pages that can be read, which begin and end at words.
            if unsafe mapping.load(fromByteOffset: index, as: UInt64.self) == word { continue }
            for byte in index..<index + 8 where !usable.contains(byte) {
                // A byte of that word.
                if unsafe mapping.load(fromByteOffset: byte, as: UInt8.self) != Self.pattern {
                    return byte - usable.lowerBound
                }
            }
        }
        return nil
    }

    /// Puts bytes there; as many as there is room for.
    func fill(with bytes: [UInt8]) {
        // In bounds: no more than fit.
        unsafe bytes.withUnsafeBytes {
            unsafe start.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(start), byteCount: min($0.count, count))
        }
    }
}
