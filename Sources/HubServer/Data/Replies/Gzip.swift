import CZlib

/// A gzip stream being written.
///
/// A class, since zlib's state points at itself and may not move. Safe: nobody but this file sees the state.
@safe final class Gzip {
    private var stream = unsafe z_stream()

    /// zlib could not make room.
    struct Failure: Error, CustomStringConvertible { let description: String }

    /// - Parameter level: 1 is the fastest; text of numbers gains little from more.
    init(level: Int32 = 1) throws {
        // 16 more than the largest window asks for gzip's frame. The struct is ours and outlives the stream.
        let code = unsafe deflateInit2_(
            &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw Failure(description: "zlib has no room for a stream (code \(code))") }
    }

    deinit { unsafe deflateEnd(&stream) }

    /// What comes out when these bytes have gone in; with `end` the stream is closed.
    func feed(_ bytes: UnsafeRawBufferPointer, end: Bool = false) throws -> [UInt8] {
        var out: [UInt8] = []
        // zlib only reads there, for as long as this call lasts.
        unsafe stream.next_in = UnsafeMutablePointer(
            mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.avail_in = UInt32(bytes.count)
        repeat {
            let count = 1 << 15
            let code = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { room -> Int32 in
                unsafe stream.next_out = room.baseAddress
                unsafe stream.avail_out = UInt32(count)
                let code = unsafe deflate(&stream, end ? Z_FINISH : Z_NO_FLUSH)
                unsafe out.append(contentsOf: room.prefix(count - Int(stream.avail_out)))
                return code
            }
            if code == Z_STREAM_END { break }
            // Z_BUF_ERROR: nothing to do just now, which is no error.
            guard code == Z_OK || code == Z_BUF_ERROR else {
                throw Failure(description: "zlib failed with code \(code)")
            }
        } while unsafe stream.avail_out == 0
        unsafe stream.next_in = nil
        return out
    }
}
