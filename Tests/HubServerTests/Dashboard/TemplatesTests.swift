import Testing

@testable import HubServer

/// The templates of the pages, and that nothing in a value becomes markup.
struct TemplatesTests {
    private static let hostile = "<script>\"'&\u{301}\"\u{301} onmouseover=x\u{0}"

    @Test(arguments: [
        ("<b>", "&lt;b&gt;"), ("a & b", "a &amp; b"), ("it's \"so\"", "it&#39;s &quot;so&quot;"),
        // One character of two code points: by characters it is no quotation mark.
        ("\"\u{301}", "&quot;\u{301}"), ("<\u{338}", "&lt;\u{338}"), ("a\u{0}\u{1b}[31m", "a\u{fffd}\u{fffd}[31m"),
        ("Żółw 日本 🕯️", "Żółw 日本 🕯️"), ("", ""),
    ])
    func escaping_ofText_goesByCodePoints(text: String, expected: String) {
        #expect(PageEscaping().escapeText(text) == expected)
    }

    @Test func templates_allOfThem_escapeEveryValue() throws {
        let files = EmbeddedFile.pages
        let templates = try Templates(files)
        let names = files.map(\.name).filter { $0.hasSuffix(".mustache") }
        #expect(names.count > 15)
        for file in files where file.name.hasSuffix(".mustache") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(file.name) has a value that is not escaped")
            #expect(!text.contains("style=") && !text.contains("onclick"), "\(file.name) has what the policy forbids")
            // Every name is a list of one that has every name again: each section is rendered.
            var inner: Fields = [:]
            for name in Self.names(in: text) { inner[name] = Self.hostile }
            var outer = inner
            for name in Self.sections(in: text) { outer[name] = [inner] }
            let page = try templates.render(String(file.name.dropLast(9)), outer)
            #expect(
                !page.contains("<script>\"") && !page.contains("\"\u{301} on") && !page.contains("\u{0}"),
                "\(file.name)")
        }
    }

    @Test func template_thatIsNotThere_isAnError() throws {
        let templates = try Templates(EmbeddedFile.pages)
        #expect(throws: (any Error).self) { try templates.render("nobody", [:]) }
    }

    private static func names(in template: String) -> Set<String> { tags(in: template, opening: "{{") }

    private static func sections(in template: String) -> Set<String> { tags(in: template, opening: "{{#") }

    private static func tags(in template: String, opening: String) -> Set<String> {
        var names: Set<String> = []
        var rest = template[...]
        while let tag = rest.firstRange(of: opening) {
            rest = rest[tag.upperBound...]
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            if !name.isEmpty { names.insert(String(name)) }
        }
        return names
    }
}
