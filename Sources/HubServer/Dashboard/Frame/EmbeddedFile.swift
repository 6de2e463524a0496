import CHubAssets

/// A file of the pages, as it is embedded in the program.
struct EmbeddedFile: Sendable {
    /// Its name: `base.css`.
    let name: String
    let bytes: [UInt8]

    /// All of them.
    static let pages: [EmbeddedFile] = {
        // A structure with pointers to constants.
        let list = unsafe hub_assets_pages()
        // The list and what it points at are constants of the program; `count` and `length` are their sizes.
        let files = unsafe UnsafeBufferPointer(start: list.files, count: Int(list.count))
        var pages: [EmbeddedFile] = []
        for index in files.indices {
            let file = unsafe files[index]
            let path = unsafe String(cString: file.path)
            let bytes = unsafe Array(UnsafeBufferPointer(start: file.bytes, count: Int(file.length)))
            pages.append(EmbeddedFile(name: String(path.dropFirst("pages/".count)), bytes: bytes))
        }
        return pages
    }()
}
