import Glibc
import MarketData

/// Standard output for millions of lines: ASCII fields into a buffer, written when it is full.
///
/// A reader that went away (`| head`) ends the output without complaint.
struct TextOutput: ~Copyable {
    private var buffer: [UInt8] = []
    private let descriptor: Int32
    private let name: String
    /// The reader went away: nothing more needs to be made.
    private(set) var isClosed = false

    private static let flushAt = 1 << 16

    init(descriptor: Int32 = STDOUT_FILENO, name: String = "standard output") {
        (self.descriptor, self.name) = (descriptor, name)
        buffer.reserveCapacity(Self.flushAt + 4096)
    }

    mutating func text(_ text: String) { buffer.append(contentsOf: text.utf8) }

    mutating func byte(_ scalar: Unicode.Scalar) { buffer.append(UInt8(ascii: scalar)) }

    mutating func integer(_ value: Int64) { text(String(value)) }

    /// The shortest text that gives the number back; whole numbers without `.0`.
    mutating func number(_ value: Double) {
        let start = buffer.count
        text(value.description)
        let end = buffer.count
        if end - start > 2, buffer[end - 1] == UInt8(ascii: "0"), buffer[end - 2] == UInt8(ascii: ".") {
            buffer.removeLast(2)
        }
    }

    mutating func time(_ nanoseconds: Int64) {
        // Room as long as the longest text, for the duration of the call.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Timestamp.longestText) { room in
            let length = unsafe Timestamp(nanoseconds: nanoseconds).write(into: room)
            unsafe buffer.append(contentsOf: room.prefix(length))
        }
    }

    /// Ends a line.
    mutating func endLine() throws {
        byte("\n")
        if buffer.count >= Self.flushAt { try flush() }
    }

    /// Writes what is left.
    mutating func flush() throws {
        var written = 0
        while written < buffer.count, !isClosed {
            // The array's own bytes, for the duration of the call.
            let count = unsafe buffer.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno == EPIPE {
                isClosed = true
            } else if errno != EINTR {
                // strerror's text is copied before anything else can run on this thread.
                throw Failure("\(name) cannot be written: \(unsafe String(cString: strerror(errno)))")
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
