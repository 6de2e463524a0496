import MarketData
import Storage
import Supervision

/// What somebody wants to have done, checked word by word, as a command of candlewick.
struct JobOrder {
    /// The commands that can be asked for.
    enum Command: String, CaseIterable {
        case sync
        case backfill
        case load
        case gapsFill = "gaps fill"
        case ingest

        /// The fields that belong to it, beside `command`.
        var fields: [String] {
            let histories = ["tiers", "assets", "category", "intervals", "sources", "start", "end", "from_trades"]
            let wish = ["source", "interval", "kind", "quote", "days", "start", "end", "adjusted", "again", "parallel"]
            return switch self {
            case .sync: histories + ["mode", "overlap", "parallel"]
            case .gapsFill: histories + ["max_per_asset", "parallel"]
            case .backfill: wish + ["asset", "all", "tiers", "category", "grouped"]
            case .load: wish + ["asset"]
            case .ingest: ["tiers", "intervals", "kind", "again"]
            }
        }
    }

    /// What is known to be there.
    struct Known {
        var assets: [Asset]
        /// Adapters that sources are asked by.
        var sources: Set<String>
        var now: Timestamp
    }

    /// Characters of a title.
    private static let longestTitle = 200

    private let body: RequestBody
    private let known: Known
    private let command: Command
    private var arguments: [String] = []
    private var words: [String] = []

    /// The errand.
    ///
    /// - Throws: a `Problem` that names the field.
    static func errand(_ body: RequestBody, _ known: Known) throws -> Errand {
        let expected = "expected one of: \(Command.allCases.map(\.rawValue).joined(separator: ", "))"
        guard let name = try body.text("command"), let command = Command(rawValue: name) else {
            throw Problem.parameter("command", expected)
        }
        try body.allow(["command"] + command.fields)
        var order = JobOrder(body: body, known: known, command: command)
        try order.read()
        let title = ([command.rawValue] + order.words).joined(separator: " ")
        return Errand(
            // Every line of its log has it, and every list of runs: a thousand assets would be too much.
            title.count <= Self.longestTitle ? title : title.prefix(Self.longestTitle) + "…",
            command.rawValue.split(separator: " ").map(String.init) + order.arguments + ["--yes", "--json"])
    }

    private init(body: RequestBody, known: Known, command: Command) {
        (self.body, self.known, self.command) = (body, known, command)
    }

    private mutating func read() throws {
        switch command {
        case .sync:
            try readHistories()
            try readFlag("overlap")
            try readParallel()
            if let mode = try word("mode", ["complete", "incremental"]) { add("--\(mode)", word: mode) }
        case .gapsFill:
            try readHistories()
            try readParallel()
            if let count = try body.integer("max_per_asset", in: 1...1_000_000) { add("--max-per-asset=\(count)") }
        case .load:
            guard let asset = try asset() else { throw Problem.parameter("asset", "name the asset to load") }
            add("--ticker=\(asset)", word: asset)
            try readWish()
        case .backfill:
            try readSubjects()
            try readWish()
        case .ingest:
            try readTiers()
            try readIntervals()
            if let kind = try word("kind", ["candles", "trades"]) { add("--kind=\(kind)", word: kind) }
            try readFlag("again")
        }
    }

    private mutating func add(_ argument: String, word: String? = nil) {
        arguments.append(argument)
        if let word { words.append(word) }
    }

    private mutating func readFlag(_ name: String) throws {
        if try body.flag(name) { add("--" + name.replacing("_", with: "-")) }
    }

    private mutating func readParallel() throws {
        if let count = try body.integer("parallel", in: 1...64) { add("--parallel=\(count)") }
    }

    private func word(_ name: String, _ allowed: [String]) throws -> String? {
        guard let text = try body.text(name) else { return nil }
        guard allowed.contains(text) else {
            throw Problem.parameter(name, "expected one of: \(allowed.joined(separator: ", "))")
        }
        return text
    }
}

extension JobOrder {
    private mutating func readHistories() throws {
        try readTiers()
        for ticker in try body.texts("assets") ?? [] {
            let asset = try knownAsset(ticker, "assets")
            add("--asset=\(asset)", word: asset)
        }
        try readCategory()
        try readIntervals()
        for source in try body.texts("sources", most: 64) ?? [] {
            add("--source=\(try knownSource(source, "sources"))")
        }
        try readRange()
        try readFlag("from_trades")
    }

    /// Of backfill: one asset, all of some sort, or a whole category in one request a day.
    private mutating func readSubjects() throws {
        let asset = try asset()
        let (all, grouped) = (try body.flag("all"), try body.flag("grouped"))
        guard [asset != nil, all, grouped].count(where: { $0 }) == 1 else {
            throw Problem.parameter("asset", "give one of asset, all (true) and grouped (true)")
        }
        if let asset { add("--ticker=\(asset)", word: asset) }
        if all { add("--all", word: "all") }
        if grouped { add("--grouped", word: "grouped") }
        if body.has("tiers"), !all { throw Problem.parameter("tiers", "it goes with all (true)") }
        if grouped, !body.has("category") {
            throw Problem.parameter("category", "grouped needs one: STOCK, CRYPTO, CURRENCY")
        }
        if grouped, try body.text("kind") == "trades" { throw Problem.parameter("kind", "grouped gives candles") }
        try readTiers()
        try readCategory()
    }

    private mutating func readWish() throws {
        guard let source = try body.text("source") else { throw Problem.parameter("source", "name the source to ask") }
        let kind = try word("kind", ["candles", "trades"])
        add("--source=\(try knownSource(source, "source"))", word: "from \(source)")
        if let kind { add("--kind=\(kind)", word: kind) }
        if let minutes = try body.integer("interval", in: Self.minutes) {
            if kind == "trades" { throw Problem.parameter("interval", "it is for candles; trades have none") }
            add("--interval=\(minutes)", word: "\(minutes)")
        }
        if let quote = try body.text("quote") {
            guard quote.utf8.count <= 16, quote.utf8.allSatisfy(Self.isPlain) else {
                throw Problem.parameter("quote", "expected a currency of letters and digits, like USD")
            }
            add("--quote=\(quote)", word: quote)
        }
        if let days = try body.integer("days", in: 1...36_600) {
            if body.has("start") { throw Problem.parameter("days", "days and start say the same; give one") }
            add("--days=\(days)", word: days == 1 ? "1 day" : "\(days) days")
        }
        try readRange()
        try readFlag("adjusted")
        try readFlag("again")
        try readParallel()
    }

    private static let minutes = 1...999_999

    private mutating func readTiers() throws {
        guard let names = try body.texts("tiers", most: Tier.allCases.count) else { return }
        for name in names where Tier(rawValue: name) == nil {
            throw Problem.parameter(
                "tiers", "expected a list of: \(Tier.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        add("--tier=\(names.joined(separator: ","))", word: names.joined(separator: ","))
    }

    private mutating func readCategory() throws {
        let all = AssetCategory.allCases.map(\.rawValue)
        if let category = try word("category", all) { add("--category=\(category)", word: category) }
    }

    private mutating func readIntervals() throws {
        guard let minutes = try body.integers("intervals", in: Self.minutes) else { return }
        let text = minutes.map(String.init).joined(separator: ",")
        add("--intervals=\(text)", word: text)
    }

    private mutating func readRange() throws {
        let (start, end) = (try time("start"), try time("end"))
        if let start, start >= known.now {
            throw Problem.parameter("start", "it lies in the future; it is \(known.now)")
        }
        if let start, let end, start >= end { throw Problem.parameter("end", "it must lie behind start (\(start))") }
        if let start { add("--start=\(start)", word: "since \(start)") }
        if let end { add("--end=\(end)", word: "until \(end)") }
    }

    private func time(_ name: String) throws -> Timestamp? {
        guard let text = try body.text(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw Problem.parameter(name, "expected a date or a time, like 2024-01-31 or 2024-01-31T14:00:00Z")
        }
        return time
    }

    private func asset() throws -> String? { try body.text("asset").map { try knownAsset($0, "asset") } }

    private func knownAsset(_ ticker: String, _ field: String) throws -> String {
        let found =
            known.assets.first { $0.ticker == ticker } ?? known.assets.first { $0.ticker == ticker.uppercased() }
        guard let found else {
            throw Problem.parameter(field, "the ledger knows no such asset; /v1/assets lists those there are")
        }
        return found.ticker
    }

    private func knownSource(_ id: String, _ field: String) throws -> String {
        guard known.sources.contains(id) else {
            throw Problem.parameter(field, "expected one of: \(known.sources.sorted().joined(separator: ", "))")
        }
        return id
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
