import Glibc
import MarketData
import Synchronization

/// The files of a cache, shared by processes.
///
/// ```
/// lock            locked (flock) by who changes something; holds how many replies and bytes there are
/// replies/ab/…    a file each, named by its key; the time of its change is when it was last used
/// new             a reply on its way to its place
/// changing        there while files change: found by the next one, it says that the totals may be wrong
/// ```
/// Readers take no lock: a file is renamed into its place whole, and one that goes stays readable while it is open.
final class CacheFolder: Sendable {
    let path: String
    let limit: Int64
    private let lockFile: Int32
    /// flock is between open files, so threads of this process need one of their own.
    private let mutex = Mutex(())

    /// What is found under a key.
    enum Found {
        case found(CacheEntry)
        /// It was there and is gone now.
        case damaged
        case missing
    }

    init(_ path: String, limit: Int64) throws(DiskFailure) {
        (self.path, self.limit) = (path, limit)
        try PrivateFiles.makeFolder("\(path)/replies")
        lockFile = unsafe open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lockFile >= 0 else { throw DiskFailure("'\(path)/lock' cannot be opened", number: errno) }
        try changing { (totals: inout CacheTotals) throws(DiskFailure) in
            if totals.bytes > limit { try mark() }
            totals = try makeRoom(for: 0, totals)
        }
    }

    deinit { close(lockFile) }

    private var fresh: String { "\(path)/new" }
    private var changingMark: String { "\(path)/changing" }
    private func place(_ key: CacheKey) -> String {
        "\(path)/replies/\(key.digits.prefix(2))/\(key.digits.dropFirst(2))"
    }

    /// The totals, as they stand at this moment.
    var totals: CacheTotals {
        var now = CacheTotals()
        do throws(DiskFailure) {
            try changing { (totals: inout CacheTotals) throws(DiskFailure) in now = totals }
        } catch {
            // A folder that somebody took away holds nothing.
        }
        return now
    }

    /// Reads what is kept, and notes that it was used.
    func entry(_ key: CacheKey, usedAt moment: Timestamp) -> Found {
        let descriptor = unsafe open(place(key), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return .missing }
        defer { close(descriptor) }
        do throws(DiskFailure) {
            let bytes = try PrivateFiles.contents(of: descriptor, longest: Int(clamping: limit))
            if let entry = CacheEntry(bytes, for: key) {
                PrivateFiles.setTime(moment, of: descriptor)
                return .found(entry)
            }
            try remove(key)
        } catch {
            // What cannot be read is no better than what is damaged.
        }
        return .damaged
    }

    /// Writes an entry in its place; false when it is larger than the cache.
    func store(_ bytes: [UInt8], as key: CacheKey, usedAt moment: Timestamp) throws(DiskFailure) -> Bool {
        guard bytes.count <= limit else { return false }
        try changing { (totals: inout CacheTotals) throws(DiskFailure) in
            try mark()
            let place = place(key)
            // One that is there already goes: the new one may not fit beside it.
            if let old = Self.status(of: place) {
                try Self.unlink(place)
                totals.entries -= 1
                totals.bytes -= Int64(old.st_size)
            }
            totals = try makeRoom(for: Int64(bytes.count), totals)
            try PrivateFiles.makeFolder("\(path)/replies/\(key.digits.prefix(2))")
            try PrivateFiles.write(bytes, to: place, through: fresh, changedAt: moment)
            totals.entries += 1
            totals.bytes += Int64(bytes.count)
        }
        return true
    }

    /// Removes an entry, unless somebody has meanwhile put a good one in its place.
    private func remove(_ key: CacheKey) throws(DiskFailure) {
        try changing { (totals: inout CacheTotals) throws(DiskFailure) in
            let place = place(key)
            guard let old = Self.status(of: place) else { return }
            let bytes = try PrivateFiles.contents(of: place, longest: Int(clamping: limit))
            if CacheEntry(bytes, for: key) != nil { return }
            try mark()
            try Self.unlink(place)
            totals.entries -= 1
            totals.bytes -= Int64(old.st_size)
        }
    }

    /// Says that the totals will be wrong for a moment.
    private func mark() throws(DiskFailure) {
        let descriptor = unsafe open(changingMark, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw DiskFailure("'\(changingMark)' cannot be made", number: errno) }
        close(descriptor)
    }

    /// Does something that changes the files while nobody else does, and writes the totals down.
    private func changing(_ change: (inout CacheTotals) throws(DiskFailure) -> Void) throws(DiskFailure) {
        try mutex.withLock { (_: inout Void) throws(DiskFailure) in
            while flock(lockFile, LOCK_EX) != 0 {
                if errno != EINTR { throw DiskFailure("'\(path)/lock' cannot be locked", number: errno) }
            }
            defer { flock(lockFile, LOCK_UN) }
            var totals: CacheTotals
            if let noted = CacheTotals(readFrom: lockFile), !PrivateFiles.exists(changingMark) {
                totals = noted
            } else {
                // Whoever was at it died, or nobody ever was.
                unsafe Glibc.unlink(fresh)
                totals = try counted()
                try totals.write(to: lockFile)
            }
            let before = totals
            try change(&totals)
            if totals != before { try totals.write(to: lockFile) }
            // Not after a change that failed: the next one counts anew.
            unsafe Glibc.unlink(changingMark)
        }
    }
}
