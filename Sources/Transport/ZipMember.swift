import CLibZip

/// A member of an archive being read from front to back. Keeps its archive open.
@safe struct ZipMember: ~Copyable {
    /// `ARCHIVE.zip/MEMBER`.
    let path: String
    private let archive: ZipArchive
    private let handle: OpaquePointer

    init(_ archive: ZipArchive, _ entry: ZipArchive.Entry) throws(TransportError) {
        if let problem = entry.problem { throw problem }
        let path = "\(archive.path)/\(entry.name)"
        // The entry may come from an earlier look, and the rows of another member would go into its series.
        guard archive.entry(entry.index) == entry else {
            throw TransportError(
                .badArchive, path, "the archive was changed after it was looked through",
                advice: "run the command again")
        }
        guard let handle = unsafe zip_fopen_index(archive.handle, entry.index, 0) else {
            throw unsafe TransportError.badMember(path, zip_get_error(archive.handle))
        }
        self.path = path
        self.archive = archive
        unsafe self.handle = handle
    }

    deinit {
        // Opened in init; the archive is still held.
        unsafe zip_fclose(handle)
    }

    /// Reads at most `buffer.count` unpacked bytes; 0 at the end, where libzip has checked the CRC.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int {
        // libzip writes at most `count` bytes into the caller's buffer.
        let count = unsafe zip_fread(handle, buffer.baseAddress, UInt64(buffer.count))
        guard count >= 0 else { throw unsafe TransportError.badMember(path, zip_file_get_error(handle)) }
        return Int(count)
    }
}
