import Mustache

/// The templates of the pages, compiled once.
struct Templates: Sendable {
    private let library: MustacheLibrary

    /// - Throws: what is wrong with a template; the tests render each of them.
    init(_ files: [EmbeddedFile]) throws {
        PageEscaping.register()
        var library = MustacheLibrary()
        for file in files where file.name.hasSuffix(".mustache") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            try library.register(
                "{{% CONTENT_TYPE:\(PageEscaping.name)}}" + text, named: String(file.name.dropLast(9)))
        }
        self.library = library
    }

    /// A page of values; everything in it is escaped.
    func render(_ page: String, _ fields: Fields) throws -> String {
        guard let text = library.render(fields, withTemplate: page) else { throw NoTemplate(name: page) }
        return text
    }

    private struct NoTemplate: Error {
        let name: String
    }
}
