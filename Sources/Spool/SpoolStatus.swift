public import MarketData
public import Storage

/// How much waits on disk for a store.
public struct SpoolStatus: Hashable, Sendable {
    /// The folder.
    public var path: String
    /// The store that the rows are for; nil when that was never noted, and then there are none.
    public var location: String?
    /// Which store that was when it was last reached.
    public var identity: StoreIdentity?
    /// Batches that wait.
    public var records = 0
    /// Rows that wait.
    public var rows = 0
    /// Bytes of all rows, refused ones too.
    public var bytes: Int64 = 0
    /// How many bytes that may become; 0 when it was never noted.
    public var limit: Int64 = 0
    /// When the first batch that waits was spooled.
    public var oldest: Timestamp?
    /// Batches that the store refused when their turn came; each lies in a file `NUMBER.refused`.
    public var refused = 0
    /// What is wrong with its files, nil when nothing was found in their headers.
    public var damage: StorageError?

    init(
        place: SpoolPlace, card: StoreCard?, segments: [Segment], refused: Int, refusedBytes: Int64, limit: Int64? = nil
    ) {
        path = place.path
        location = card?.location
        identity = card?.identity
        for segment in segments {
            records += Int(segment.records)
            rows += segment.rows
        }
        // An empty segment holds no rows and is no news.
        bytes = segments.reduce(refusedBytes) { $0 + ($1.records > 0 ? $1.bytes : 0) }
        oldest = segments.lazy.compactMap(\.oldest).first
        self.refused = refused
        self.limit = limit ?? card?.limit ?? 0
    }

    /// Looks at the spool of a store without opening the store or disturbing a process that is at work there; reads
    /// headers only. Nil when there is no spool. What is damaged stands in `damage`.
    ///
    /// - Throws: `readOnly` or `other` when the folder cannot be read.
    public static func of(_ location: String, below root: String) throws(StorageError) -> SpoolStatus? {
        let place = SpoolPlace(root: root, location: location)
        return try SpoolPlace.names(in: place.path).isEmpty ? nil : look(at: place)
    }

    /// Looks at all spools below a folder, likewise, by the names of their folders.
    public static func all(below root: String) throws(StorageError) -> [SpoolStatus] {
        var found: [SpoolStatus] = []
        for name in try SpoolPlace.names(in: root).sorted() where !name.hasPrefix(".") {
            let place = SpoolPlace(path: root + "/" + name)
            // What cannot be listed, a file as it may be, is no spool.
            guard let names = try? SpoolPlace.names(in: place.path), names.contains("lock") else { continue }
            found.append(try look(at: place))
        }
        return found
    }

    private static func look(at place: SpoolPlace) throws(StorageError) -> SpoolStatus {
        var segments: [Segment] = []
        var (refused, refusedBytes): (Int, Int64) = (0, 0)
        var card: StoreCard?
        var damage: StorageError?
        do throws(StorageError) { card = try StoreCard.read(place) } catch { damage = error }
        for (number, kind) in try place.files() where kind != .damaged {
            var segment = Segment(
                first: number, path: kind == .segment ? place.segment(number) : place.refused(number))
            do throws(StorageError) {
                let file = try SpoolFile(segment.path, for: .reading)
                if kind == .refused {
                    refused += 1
                    refusedBytes += try file.size()
                } else {
                    _ = try segment.scan(file, wholly: false)
                    segments.append(segment)
                }
            } catch {
                // Drained in the meantime, or damaged.
                if error.code != .notFound { damage = damage ?? error }
            }
        }
        var status = SpoolStatus(
            place: place, card: card, segments: segments, refused: refused, refusedBytes: refusedBytes)
        status.damage = damage
        return status
    }
}
