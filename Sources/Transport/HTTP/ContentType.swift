/// What a body is, as `Content-Type` says it.
enum ContentType {
    /// Without parameters, in lower case.
    static func bare(_ text: some StringProtocol) -> String { text.prefix { $0 != ";" }.trimmed.lowercased() }

    /// Whether a reply is what was asked for; an empty wish takes anything.
    ///
    /// JSON goes by three names: `application/json`, the older `text/json`, and `application/…+json` (RFC 6839). XML
    /// likewise: `text/xml` means what `application/xml` does (RFC 7303). Nothing else is let through: `text/html` is a
    /// page about an error, whatever it was asked for, and `text/plain` says nothing.
    static func isAccepted(_ type: String, wanted: String) -> Bool {
        let (type, wanted) = (bare(type), bare(wanted))
        if wanted.isEmpty || wanted == type { return true }
        let sort = sort(wanted)
        return sort != nil && sort == self.sort(type)
    }

    private static func sort(_ type: String) -> String? {
        for sort in ["json", "xml"]
        where type == "application/\(sort)" || type == "text/\(sort)" || type.hasSuffix("+\(sort)") {
            return sort
        }
        return nil
    }
}
