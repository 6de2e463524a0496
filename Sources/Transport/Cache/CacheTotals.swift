import Checksum
import Glibc

/// How much is in a cache, as its lock file says: 8 bytes replies, 8 bytes bytes, 4 bytes CRC-32C of both.
struct CacheTotals: Hashable {
    var entries = 0
    var bytes: Int64 = 0

    private static let length = 20

    init(entries: Int = 0, bytes: Int64 = 0) { (self.entries, self.bytes) = (entries, bytes) }

    /// Nil when nobody has written them, or not wholly.
    init?(readFrom descriptor: Int32) {
        var bytes = [UInt8](repeating: 0, count: Self.length)
        // Fills the array's own bytes and no more.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == Self.length, CacheEntry.integer(bytes, at: 16, UInt32.self) == Self.checksum(bytes[..<16]) else {
            return nil
        }
        entries = Int(CacheEntry.integer(bytes, at: 0, Int64.self))
        self.bytes = CacheEntry.integer(bytes, at: 8, Int64.self)
    }

    func write(to descriptor: Int32) throws(DiskFailure) {
        let numbers = CacheEntry.littleEndian(Int64(entries)) + CacheEntry.littleEndian(bytes)
        let all = numbers + CacheEntry.littleEndian(Self.checksum(numbers[...]))
        // Reads the array's own bytes, during the call only.
        let count = unsafe all.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == all.count else { throw DiskFailure("the lock file cannot be written", number: errno) }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var checksum = CRC32C()
        // Bytes have no padding that could be undefined.
        unsafe checksum.update(Array(bytes).span.bytes)
        return checksum.value
    }
}
