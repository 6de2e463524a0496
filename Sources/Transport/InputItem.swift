/// Something to read: a file, or a member of an archive.
public struct InputItem: Hashable, Sendable {
    /// Where its bytes are.
    public enum Place: Hashable, Sendable {
        /// A file of its own.
        case file
        /// A member of the archive at this path.
        case member(archive: String, ZipArchive.Entry)
    }

    /// For people and the ledger: the file's path, or `ARCHIVE.zip/MEMBER`.
    public var path: String
    /// What an adapter judges: the path below what the user named, with '/'.
    public var name: String
    /// What the user named to get here.
    public var root: String
    /// Where its bytes are.
    public var place: Place
    /// Length in bytes, unpacked.
    public var size: Int64

    /// An item.
    public init(path: String, name: String, root: String, place: Place, size: Int64) {
        self.path = path
        self.name = name
        self.root = root
        self.place = place
        self.size = size
    }
}
