import CLibZip

/// A ZIP archive open for reading; its members are read without unpacking to disk.
///
/// Belongs to one thread at a time (libzip's rule). Opening reads the archive's directory: about
/// 10 ms for 24,000 members, so keep it open over many members.
@safe public final class ZipArchive {
    /// Where it is.
    public let path: String
    let handle: OpaquePointer

    /// Opens an archive.
    public init(path: String) throws(TransportError) {
        // Opened once as a file first: its errors say more than libzip's.
        _ = try OpenFile(path: path)
        var code: Int32 = 0
        guard let handle = unsafe zip_open(path, ZIP_RDONLY, &code) else {
            throw TransportError.badArchive(path, code: code)
        }
        self.path = path
        unsafe self.handle = handle
    }

    deinit {
        // Read-only: nothing to write back. Members keep the archive alive, so none is open now.
        unsafe zip_discard(handle)
    }

    /// One entry of the archive's directory.
    public struct Entry: Hashable, Sendable {
        /// Its place in the directory.
        public var index: UInt64
        /// Path within the archive.
        public var name: String
        /// Unpacked length in bytes.
        public var size: Int64
        /// Of the unpacked bytes.
        public var crc32: UInt32
        /// Why it cannot be read, nil when it can.
        public var problem: TransportError?
    }

    /// All entries that are files, in the directory's order.
    public func entries() -> [Entry] {
        // The handle is open as long as self lives.
        let count = unsafe zip_get_num_entries(handle, 0)
        return (0..<UInt64(max(0, count))).compactMap(entry)
    }

    /// What the directory says at a place; nil for a folder.
    func entry(_ index: UInt64) -> Entry? {
        // A plain C struct, set by zip_stat_init.
        var status = unsafe zip_stat_t()
        unsafe zip_stat_init(&status)
        guard unsafe zip_stat_index(handle, index, 0, &status) == 0, let bytes = unsafe status.name else {
            let problem = TransportError(
                .badArchive, "\(path)/#\(index)", "this entry of the archive's directory is damaged",
                advice: "download the archive again")
            return Entry(index: index, name: "#\(index)", size: 0, crc32: 0, problem: problem)
        }
        // libzip's string lives as long as the archive is open and is copied here.
        let name = unsafe String(cString: bytes)
        if name.hasSuffix("/") { return nil }
        var problem = Self.nameProblem(name).map {
            TransportError(
                .unsafeName, "\(path)/\(name)", "\($0), so this member is not read",
                advice: "do not trust this archive; take it from its publisher again")
        }
        if unsafe status.encryption_method != UInt16(ZIP_EM_NONE) {
            problem = TransportError(
                .badArchive, "\(path)/\(name)", "the member is encrypted",
                advice: "unpack the archive and give the files")
        } else if unsafe zip_compression_method_supported(Int32(status.comp_method), 0) == 0 {
            problem = TransportError(
                .badArchive, "\(path)/\(name)",
                unsafe "packed by method \(status.comp_method), which libzip cannot read here",
                advice: "unpack the archive and give the files")
        }
        let size = unsafe Int64(clamping: status.size)
        return unsafe Entry(index: index, name: name, size: size, crc32: status.crc, problem: problem)
    }

    /// What is wrong with a member's name, nil for one that stays inside the archive.
    static func nameProblem(_ name: String) -> String? {
        if name.isEmpty { return "the name is empty" }
        if name.hasPrefix("/") { return "the name is an absolute path" }
        if name.contains("\\") { return "the name has a backslash" }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
            return "the name has control characters"
        }
        if name.split(separator: "/", omittingEmptySubsequences: false).contains("..") {
            return "the name leads out of the archive by '..'"
        }
        return nil
    }
}

extension TransportError {
    static func badArchive(_ path: String, code: Int32) -> TransportError {
        // Owned here, freed below.
        var error = unsafe zip_error_t()
        unsafe zip_error_init_with_code(&error, code)
        defer { unsafe zip_error_fini(&error) }
        return unsafe badArchive(path, &error, is: "not a readable ZIP archive", test: "it")
    }

    static func badMember(_ path: String, _ error: UnsafeMutablePointer<zip_error_t>) -> TransportError {
        unsafe badArchive(path, error, is: "this member of the archive is damaged", test: "the archive")
    }

    private static func badArchive(
        _ path: String, _ error: UnsafeMutablePointer<zip_error_t>, is what: String, test subject: String
    ) -> TransportError {
        // The text belongs to `error`, which outlives the copy.
        let text = unsafe String(cString: zip_error_strerror(error))
        return TransportError(
            .badArchive, path, "\(what): \(text)",
            advice: "test \(subject) with unzip -t, download it again if it is damaged")
    }
}
