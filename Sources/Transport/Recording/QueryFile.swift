import MarketData

/// `query.toml`.
enum QueryFile {
    static let name = "query.toml"

    /// Reads it.
    static func read(_ file: String) throws(RecordingError) -> RecordedQuery {
        var reader = RecordingReader(file: file)
        guard let query = query(&reader), reader.problems.isEmpty else { throw RecordingError(reader.problems) }
        return query
    }

    private static func query(_ reader: inout RecordingReader) -> RecordedQuery? {
        guard let root = reader.root() else { return nil }
        reader.refuseUnknownKeys(
            in: root,
            allowed: [
                "adapter", "kind", "interval_minutes", "start", "end", "now", "symbol", "base", "quote", "category",
                "all_symbols", "adjusted", "resume_token", "settings",
            ])
        let adapter = reader.text("adapter", in: root, expected: "an adapter's id", rule: { !$0.isEmpty })
        let kind = kind(&reader, root)
        let start = reader.time("start", in: root)
        let end = reader.time("end", in: root)
        if let start, let end, start >= end { reader.report("end", "found \(end); expected a time after \(start)") }
        let now = reader.time("now", in: root)
        let categories = AssetCategory.allCases.map(\.rawValue)
        let category = reader.text(
            "category", in: root, default: "", expected: "\(categories.joined(separator: ", ")) or nothing",
            rule: { $0.isEmpty || categories.contains($0) })
        let texts = ["symbol", "base", "quote", "resume_token"].map { reader.text($0, in: root, default: "") ?? "" }
        let (allSymbols, adjusted) = (reader.boolean("all_symbols", in: root), reader.boolean("adjusted", in: root))
        var settings: [String: String] = [:]
        if let section = reader.section("settings", in: root, isRequired: false) {
            for key in section.keys { settings[key] = reader.text(key, in: section) }
        }
        guard let adapter, let kind else { return nil }
        return RecordedQuery(
            adapter: adapter, kind, start: start, end: end, now: now, symbol: texts[0], base: texts[1],
            quote: texts[2], category: category.flatMap { AssetCategory(rawValue: $0) }, allSymbols: allSymbols,
            adjusted: adjusted, resumeToken: texts[3], settings: settings)
    }

    private static func kind(
        _ reader: inout RecordingReader, _ root: RecordingReader.Section
    ) -> RecordedQuery.Kind? {
        let names = ["candles", "trades", "instruments"]
        let name = reader.text(
            "kind", in: root, expected: "\"candles\", \"trades\" or \"instruments\"", rule: { names.contains($0) })
        guard name == "candles" else {
            if name != nil, root.has("interval_minutes") {
                reader.report("interval_minutes", "is for candles; expected none with kind \"\(name ?? "")\"")
            }
            return name == "trades" ? .trades : name == "instruments" ? .instruments : nil
        }
        // The lengths that `Interval` takes.
        return reader.integer("interval_minutes", in: root, within: 1...5_256_000).map { .candles(minutes: $0) }
    }

    /// Its text.
    ///
    /// - Parameter file: for the message when a text cannot be written.
    static func text(
        of query: RecordedQuery, without secrets: Redaction, file: String
    ) throws(RecordingError) -> [UInt8] {
        var writer = RecordingText(file: file, secrets: secrets)
        try writer.line("adapter", query.adapter)
        try writer.line("kind", query.kind.name)
        if case .candles(let minutes) = query.kind { writer.line("interval_minutes", minutes) }
        if let start = query.start { try writer.line("start", start.description) }
        if let end = query.end { try writer.line("end", end.description) }
        if let now = query.now { try writer.line("now", now.description) }
        try writer.line("symbol", query.symbol)
        try writer.line("base", query.base)
        try writer.line("quote", query.quote)
        try writer.line("category", query.category?.rawValue ?? "")
        writer.line("all_symbols", query.allSymbols)
        writer.line("adjusted", query.adjusted)
        try writer.line("resume_token", query.resumeToken)
        if !query.settings.isEmpty { writer.header("[settings]") }
        for (key, value) in query.settings.sorted(by: { $0.key < $1.key }) { try writer.line(key, value) }
        return writer.bytes
    }
}
