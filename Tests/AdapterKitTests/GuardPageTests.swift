import AdapterKit
import Glibc
import Testing

/// A page of memory with one behind it that nobody may read: who reads beyond the input dies here.
@safe final class GuardedPage {
    private let base: UnsafeMutableRawPointer
    static let size = 4096

    init() throws {
        // Two pages of our own, unmapped again by deinit.
        unsafe base = try #require(
            mmap(nil, 2 * Self.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        try unsafe #require(base != MAP_FAILED && mprotect(base + Self.size, Self.size, PROT_NONE) == 0)
    }

    deinit { unsafe munmap(base, 2 * Self.size) }

    /// Lays the bytes directly before the forbidden page.
    func with<Result>(_ bytes: [UInt8], _ body: (Span<UInt8>) -> Result) -> Result {
        precondition(bytes.count <= Self.size, "a page is what there is")
        // Inside of the first page by the line above.
        let start = unsafe base + (Self.size - bytes.count)
        unsafe start.copyMemory(from: bytes, byteCount: bytes.count)
        let buffer = unsafe UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
        return unsafe body(buffer.span)
    }
}

@Suite struct GuardPageTests {
    @Test func lines_atTheEndOfMemory_areReadWithoutTouchingWhatFollows() throws {
        let page = try GuardedPage()
        var random = SeededGenerator(state: 11)
        let letters = Array("0123456789.eE+-,\r\n".utf8)
        var read = 0
        for _ in 0..<30_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                // Digits more often: they are what is read in words.
                Int.random(in: 0..<3, using: &random) > 0
                    ? UInt8.random(in: 48...57, using: &random)
                    : letters[Int.random(in: 0..<letters.count, using: &random)]
            }
            for isLast in [true, false] {
                read += page.with(bytes) { span in
                    LineReader.read(span, isLast: isLast, linesBefore: 0) { reader in
                        while reader.nextLine() {
                            while reader.decimal(.comma) != nil || reader.seconds(.comma) != nil {}
                            _ = reader.integer(.line)
                            _ = reader.skipLine()
                        }
                        return reader.consumed
                    }
                }
            }
        }
        #expect(read > 900_000)
    }

    @Test func wholeNumbers_atTheEndOfMemory_areReadWithoutTouchingWhatFollows() throws {
        let page = try GuardedPage()
        for length in 0...40 {
            let digits = [UInt8](repeating: UInt8(ascii: "7"), count: length)
            let value = page.with(digits) { Double(decimal: $0) }
            #expect(value == strtodOf(String(repeating: "7", count: length)) || length == 0)
            let skipped = try page.with(digits) { span in Result { try TextStart.skip(span) } }.get()
            #expect(skipped == 0)
        }
    }
}
