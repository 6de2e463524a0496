import MarketData
import Storage
import Transport

/// What all readers of an ingest share.
struct ReadingContext: Sendable {
    let files: [IngestFile]
    let options: IngestOptions
    let ledger: any Ledger
    /// The store that is written.
    let store: StoreIdentity
    let meter: IngestMeter
    let life: SignOfLife
    let now: @Sendable () -> Timestamp
    /// Bytes of a file that are in memory, at most, unless a record is longer.
    let window: Int
    /// Lengths of content that may be known.
    let knownSizes: KnownSizes

    /// Whether a file may be known, by its length: only then its digest says more.
    func mayKnow(_ file: IngestFile) -> Bool { !options.readsKnownFiles && knownSizes.mayKnow(file) }

    /// The record of a file of this content that was read whole into this store.
    func known(_ file: IngestFile, sha256: String) throws(StorageError) -> FileRecord? {
        if options.readsKnownFiles { return nil }
        return try ledger.finishedFile(sha256: sha256, series: file.series, in: store)
    }

    /// That of a member of an archive like this.
    func known(_ file: IngestFile, member: MemberFingerprint) throws(StorageError) -> FileRecord? {
        if options.readsKnownFiles { return nil }
        return try ledger.finishedMember(member, series: file.series, in: store)
    }
}

/// Lengths of content that was read into the store, or is read by the same job from another file.
struct KnownSizes: Sendable {
    private struct Key: Hashable {
        var series: Series
        var size: Int64
    }
    private let finished: Set<Int64>
    private let repeated: Set<Key>

    init(_ files: [IngestFile], finished: Set<Int64>) {
        self.finished = finished
        var seen: Set<Key> = []
        repeated = Set(files.map { Key(series: $0.series, size: $0.item.size) }.filter { !seen.insert($0).inserted })
    }

    func mayKnow(_ file: IngestFile) -> Bool {
        finished.contains(file.item.size) || repeated.contains(Key(series: file.series, size: file.item.size))
    }
}

/// The archive of the file before: members come archive by archive, and opening one reads its whole directory.
/// Of one reader.
final class ArchiveShelf {
    private var last: ZipArchive?

    func archive(_ path: String) throws(TransportError) -> ZipArchive {
        if let last, last.path == path { return last }
        let archive = try ZipArchive(path: path)
        last = archive
        return archive
    }
}
