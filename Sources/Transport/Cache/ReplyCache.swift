import Checksum
import Glibc
public import MarketData
import Synchronization

/// Replies that can never change, on disk: bounded in bytes, the least recently used go first.
///
/// Any number of processes may use one folder at a time. A process that dies at any point leaves whole replies or none;
/// a reply that was damaged is found by its checksum and removed. The folder has mode 0700, its files 0600.
public final class ReplyCache: ReplyCaching {
    private let folder: CacheFolder
    private let now: @Sendable () -> Timestamp
    private let counts = Mutex(Counts())

    private struct Counts {
        var hits = 0
        var misses = 0
        var stored = 0
        var damaged = 0
    }

    /// Opens a cache; its folder is made when it is not there.
    ///
    /// - Parameters:
    ///   - limit: bytes that all replies together may have on disk; what is more goes now.
    ///   - now: the time, which also decides what was used least recently.
    /// - Throws: when the folder cannot be made or written.
    public init(
        folder: String, limit: Int64 = 1 << 30, now: @escaping @Sendable () -> Timestamp = ReplyCache.systemTime
    ) throws(TransportError) {
        self.now = now
        do throws(DiskFailure) {
            self.folder = try CacheFolder(folder, limit: limit)
        } catch {
            throw TransportError(
                .io, folder, "the cache of replies cannot be opened: \(error.message)",
                advice: "give this user the right to write the folder, or name another")
        }
    }

    /// The machine's clock.
    public static let systemTime: @Sendable () -> Timestamp = {
        var time = timespec()
        // The structure is ours; the call cannot fail for this clock.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The kept reply to a request: what counts is method, address, body and the content type that is asked for.
    ///
    /// - Parameter source: the adapter's id; see `at(_:)` for its base address.
    public func lookup(source: String, _ request: SourceRequest) async -> CachedReply? {
        let key = CacheKey(source: source, request)
        switch folder.entry(key, usedAt: now()) {
        case .found(let entry):
            counts.withLock { $0.hits += 1 }
            var reply = entry.reply
            reply.origin = .cache(storedAt: entry.storedAt)
            return CachedReply(reply, storedAt: entry.storedAt)
        case .damaged:
            counts.withLock {
                $0.damaged += 1
                $0.misses += 1
            }
            return nil
        case .missing:
            counts.withLock { $0.misses += 1 }
            return nil
        }
    }

    /// Keeps a reply of status 200, without the headers that can hold a secret. Another status, one that is larger than
    /// the whole cache, or one that the disk does not take is dropped.
    public func store(source: String, _ request: SourceRequest, _ reply: SourceReply) async {
        guard reply.status == 200 else { return }
        let key = CacheKey(source: source, request)
        var kept = reply
        kept.headers.removeAll { $0.tellsASecret }
        let (moment, entry) = (now(), CacheEntry(kept, storedAt: now()))
        do throws(DiskFailure) {
            if try folder.store(entry.bytes(for: key), as: key, usedAt: moment) { counts.withLock { $0.stored += 1 } }
        } catch {
            // As the protocol says: it costs another request, nothing else.
        }
    }

    /// This cache for a source that is asked at this base address: a reply of one host is none of another's, also where
    /// the user points an adapter elsewhere.
    public func at(_ baseURL: String) -> any ReplyCaching { PlacedReplyCache(cache: self, baseURL: baseURL) }

    /// What the cache did since it was opened here, and what is in it now, by whomever.
    public var statistics: CacheStatistics {
        let totals = folder.totals
        return counts.withLock {
            CacheStatistics(
                hits: $0.hits, misses: $0.misses, stored: $0.stored, damaged: $0.damaged, entries: totals.entries,
                bytes: totals.bytes, limit: folder.limit)
        }
    }
}

/// A cache as the client of one base address sees it.
private struct PlacedReplyCache: ReplyCaching {
    let cache: ReplyCache
    let baseURL: String

    func lookup(source: String, _ request: SourceRequest) async -> CachedReply? {
        await cache.lookup(source: "\(source) \(baseURL)", request)
    }

    func store(source: String, _ request: SourceRequest, _ reply: SourceReply) async {
        await cache.store(source: "\(source) \(baseURL)", request, reply)
    }
}

/// How well a cache does.
public struct CacheStatistics: Hashable, Sendable {
    /// Replies that were found.
    public var hits: Int
    /// Replies that were looked for and not found.
    public var misses: Int
    /// Replies that were kept.
    public var stored: Int
    /// Of the misses, the ones that were there and damaged.
    public var damaged: Int
    /// Replies on disk, of all processes.
    public var entries: Int
    /// Bytes of these, of all processes.
    public var bytes: Int64
    /// Bytes that there may be.
    public var limit: Int64

    /// Hits of all that were looked for, 0 to 1; nil when none was.
    public var hitRate: Double? { hits + misses == 0 ? nil : Double(hits) / Double(hits + misses) }
}
