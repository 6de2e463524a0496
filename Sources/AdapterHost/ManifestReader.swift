import MarketData

/// From a manifest's TOML to the manifest, with all of its problems.
struct ManifestReader {
    private var reader: TOMLReader

    init(file: String) { reader = TOMLReader(file: file, code: .manifest) }

    var problems: [AdapterProblem] { reader.problems }

    /// Nil, and at least one problem, when a needed value is missing or wrong.
    mutating func manifest() -> AdapterManifest? {
        guard let root = reader.root() else { return nil }
        reader.refuseUnknownKeys(
            in: root,
            allowed: [
                "id", "name", "version", "licence", "summary", "abi", "library", "sha256", "source", "limits",
                "aliases", "coverage",
            ])
        let id = reader.text(
            "id", in: root, expected: "lower-case letters, digits and '-', at most 64, and not \"derived\"",
            rule: { NameRules.isAdapterID($0) && $0 != Series.derivedSource })
        let name = line("name", in: root)
        let version = reader.text(
            "version", in: root, expected: "a semantic version, like \"1.0.0\"", rule: NameRules.isSemanticVersion)
        let licence = line("licence", in: root)
        let summary = line("summary", in: root)
        let abi = abi(in: root)
        let libraries = libraries(in: root)
        let digests = digests(in: root, libraries: libraries)
        let source = source(in: root)
        let limits = limits(in: root)
        let aliases = aliases(in: root)
        let reach = reach(in: root)
        guard let id, let name, let version, let licence, let summary, let abi, let source else { return nil }
        return AdapterManifest(
            descriptor: AdapterDescriptor(
                id: id, name: name, version: version, licence: licence, transports: source.transports,
                kinds: source.kinds, intervals: source.intervals, stamp: source.stamp,
                dayAnchor: source.dayAnchor, dayZone: source.dayZone, hosts: source.hosts,
                credentials: source.credentials, limits: limits),
            summary: summary, abi: abi, libraries: libraries, digests: digests, aliases: aliases,
            reach: reach)
    }

    private mutating func reach(in root: TOMLReader.Section) -> ManifestReach {
        var reach = ManifestReach()
        guard let section = reader.section("coverage", in: root) else { return reach }
        reader.refuseUnknownKeys(
            in: section, allowed: ["categories", "utc_days", "candle_file", "trade_file", "archive", "calendar"])
        let known = AssetCategory.allCases.map(\.rawValue)
        if section.has("categories") {
            let words = reader.texts(
                "categories", in: section, expected: "one of \(known.joined(separator: ", "))", isRequired: true,
                rule: { known.contains($0) })
            reach.categories = Set(words.compactMap { AssetCategory(rawValue: $0) })
        }
        if section.has("utc_days") {
            let words = reader.texts(
                "utc_days", in: section, expected: "one of \(known.joined(separator: ", "))",
                rule: { known.contains($0) })
            reach.daysOfUTC = Set(words.compactMap { AssetCategory(rawValue: $0) })
        }
        reach.candleFile = pattern("candle_file", in: section)
        reach.tradeFile = pattern("trade_file", in: section)
        if section.has("archive") { reach.archive = line("archive", in: section) }
        if section.has("calendar") {
            let calendars = TradingCalendar.all
            let name = reader.text(
                "calendar", in: section, expected: "one of \(calendars.map(\.name).joined(separator: ", "))",
                rule: { name in calendars.contains { $0.name == name } })
            reach.calendar = calendars.first { $0.name == name }
        }
        return reach
    }

    private mutating func pattern(_ key: String, in section: TOMLReader.Section) -> String? {
        guard section.has(key) else { return nil }
        return reader.text(
            key, in: section, expected: "a file name with {BASE}, {QUOTE} and {MINUTES} in it",
            rule: { NameRules.isLine($0) && $0.contains("{BASE}") && $0.contains("{QUOTE}") && !$0.contains("/") })
    }

    private mutating func line(_ key: String, in section: TOMLReader.Section) -> String? {
        reader.text(key, in: section, expected: "a line of text", rule: NameRules.isLine)
    }

    private mutating func abi(in root: TOMLReader.Section) -> (major: Int, minor: Int)? {
        guard let section = reader.section("abi", in: root, isRequired: true) else { return nil }
        reader.refuseUnknownKeys(in: section, allowed: ["major", "minor"])
        let major = reader.integer("major", in: section, within: 1...65_535, expected: "a whole number")
        let minor = reader.integer("minor", in: section, default: 0, within: 0...65_535, expected: "a whole number")
        guard let major, let minor else { return nil }
        return (major, minor)
    }

    private mutating func libraries(in root: TOMLReader.Section) -> [String: String] {
        guard let section = reader.section("library", in: root, isRequired: true) else { return [:] }
        if section.keys.isEmpty {
            reader.report("library", "empty; expected a line for each platform, like linux-x86_64 = \"libName.so\"")
        }
        return platforms(in: section, expected: "a file name without a folder", rule: NameRules.isFileName)
    }

    private mutating func digests(
        in root: TOMLReader.Section, libraries: [String: String]
    ) -> [String: String] {
        guard let section = reader.section("sha256", in: root) else { return [:] }
        let digests = platforms(in: section, expected: "64 hexadecimal digits", rule: NameRules.isSHA256)
        for platform in digests.keys.sorted() where libraries[platform] == nil {
            reader.report(section.name(of: platform), "there is no library.\(platform); expected one, or no hash")
        }
        return digests.mapValues { $0.lowercased() }
    }

    private mutating func platforms(
        in section: TOMLReader.Section, expected: String, rule: (String) -> Bool
    ) -> [String: String] {
        var values: [String: String] = [:]
        for key in section.keys {
            guard NameRules.isPlatform(key) else {
                reader.report(section.name(of: key), "not a platform; expected system-processor, like linux-x86_64")
                continue
            }
            values[key] = reader.text(key, in: section, expected: expected, rule: rule)
        }
        return values
    }

    private struct Source {
        var transports: Transports
        var kinds: DataKinds
        var intervals: [Interval]
        var stamp: CandleStamp
        var dayAnchor: Int64
        var dayZone: String
        var hosts: [String]
        var credentials: [String]
    }

    private mutating func source(in root: TOMLReader.Section) -> Source? {
        guard let section = reader.section("source", in: root, isRequired: true) else { return nil }
        reader.refuseUnknownKeys(
            in: section,
            allowed: [
                "transports", "kinds", "intervals_minutes", "stamp", "day_anchor_minutes", "day_zone", "hosts",
                "credentials",
            ])
        let transports = Transports(
            words("transports", in: section, from: Transports.names).map(\.1))
        let kinds = DataKinds(words("kinds", in: section, from: DataKinds.names).map(\.1))
        let intervals = intervals(in: section, kinds: kinds)
        let stamp = reader.text(
            "stamp", in: section, default: "open", expected: "\"open\" or \"close\"",
            rule: { $0 == "open" || $0 == "close" })
        let anchor = reader.integer(
            "day_anchor_minutes", in: section, default: 0, within: 0...1439, expected: "minutes after midnight")
        let zone = reader.text(
            "day_zone", in: section, default: "UTC", expected: "an IANA time zone, like \"UTC\"",
            rule: NameRules.isZone)
        let hosts = reader.texts(
            "hosts", in: section, expected: "a host name in lower case, without scheme and port",
            rule: NameRules.isHostName)
        let credentials = reader.texts(
            "credentials", in: section, expected: "a name of letters, digits, '-' and '_'",
            rule: NameRules.isCredentialName)
        if hosts.isEmpty, transports.contains(.http) || transports.contains(.stream) {
            reader.report("source.hosts", "missing; expected the host names that the \(transports) requests go to")
        }
        guard let stamp, let anchor, let zone else { return nil }
        return Source(
            transports: transports, kinds: kinds, intervals: intervals, stamp: stamp == "close" ? .close : .open,
            dayAnchor: Int64(anchor) * DescriptorField.minute, dayZone: zone, hosts: hosts,
            credentials: credentials)
    }

    private mutating func words<Value>(
        _ key: String, in section: TOMLReader.Section, from known: [(String, Value)]
    ) -> [(String, Value)] {
        let allowed = known.map { "\"\($0.0)\"" }.joined(separator: ", ")
        let words = reader.texts(
            key, in: section, expected: "one of \(allowed)", isRequired: true,
            rule: { word in known.contains { $0.0 == word } })
        return known.filter { words.contains($0.0) }
    }

    private mutating func intervals(in section: TOMLReader.Section, kinds: DataKinds) -> [Interval] {
        let name = section.name(of: "intervals_minutes")
        let minutes = reader.integers(
            "intervals_minutes", in: section, within: 1...5_256_000, expected: "minutes, a whole number")
        if kinds.contains(.candles), !section.has("intervals_minutes") {
            reader.report(name, "missing; expected the lengths of the candles in minutes")
        }
        if !zip(minutes, minutes.dropFirst()).allSatisfy({ $0 < $1 }) {
            reader.report(name, "not ascending; expected every length once, the shortest first")
        }
        return minutes.compactMap { Interval(minutes: $0) }
    }

    private mutating func limits(in root: TOMLReader.Section) -> SourceLimits {
        var limits = SourceLimits()
        guard let section = reader.section("limits", in: root) else { return limits }
        reader.refuseUnknownKeys(
            in: section, allowed: ["rows_per_reply", "reach_rows", "reach_days", "requests_per_minute"])
        limits.rowsPerReply = limit("rows_per_reply", in: section, longest: .max)
        limits.reachRows = limit("reach_rows", in: section, longest: .max)
        // The days that fit into int64 nanoseconds.
        limits.reachTime = limit("reach_days", in: section, longest: 106_751) * DescriptorField.day
        limits.requestsPerMinute = limit("requests_per_minute", in: section, longest: .max)
        return limits
    }

    private mutating func limit(_ key: String, in section: TOMLReader.Section, longest: Int) -> Int64 {
        // A wrong value is noted, so that what stands for it is never used.
        Int64(
            reader.integer(key, in: section, default: 0, within: 0...longest, expected: "a whole number, 0 for none,")
                ?? 0)
    }

    private mutating func aliases(in root: TOMLReader.Section) -> [String: String] {
        guard let section = reader.section("aliases", in: root) else { return [:] }
        var aliases: [String: String] = [:]
        for key in section.keys {
            if !NameRules.isAssetCode(key) {
                reader.report(section.name(of: key), "not an asset's code; expected one word without a slash")
            }
            aliases[key] = reader.text(
                key, in: section, expected: "the hub's name of the asset, one word without a slash",
                rule: NameRules.isAssetCode)
        }
        return aliases
    }
}
