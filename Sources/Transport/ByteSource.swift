/// Where an item's bytes come from.
enum ByteSource: ~Copyable {
    case file(OpenFile)
    case member(ZipMember)

    /// Reads at most `buffer.count` bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int {
        switch self {
        case .file(let file): unsafe try file.read(into: buffer)
        case .member(let member): unsafe try member.read(into: buffer)
        }
    }

    /// Throws when what was read may be of two versions. A member's checksum tells that while it is read.
    func checkUnchanged() throws(TransportError) {
        switch self {
        case .file(let file): try file.checkUnchanged()
        case .member: break
        }
    }

    /// Goes back to the first byte. Only for files.
    func rewind() throws(TransportError) {
        switch self {
        case .file(let file): try file.rewind()
        case .member: preconditionFailure("a member of an archive cannot be read twice")
        }
    }
}
