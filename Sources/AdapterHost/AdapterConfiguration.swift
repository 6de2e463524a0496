/// What the user wants of adapters: where they are, which are off, what they are told. Read from
/// `adapters.conf`:
/// ```toml
/// folders = ["Plugins", "~/adapters", "/opt/candlewick/adapters"]
/// require_pins = true
/// [adapter.kraken-csv]
/// enabled = true
/// run = "in-process"
/// base_url = "http://127.0.0.1:8080"
/// rate = "1/s"
/// burst = 2
/// timeout = 30
/// credential = "env:MASSIVE_API_KEY"
/// priority = 10
/// sha256 = "64 hexadecimal digits"
/// [adapter.kraken-csv.settings]
/// any-key = "any text, handed to the adapter"
/// ```
public struct AdapterConfiguration: Hashable, Sendable {
    /// Where an adapter's code runs.
    public enum RunMode: String, Hashable, Sendable, CaseIterable {
        /// In the process of the host.
        case inProcess = "in-process"
        /// In a process of its own that has given up its rights.
        case worker
    }

    /// What the user wants of one adapter.
    public struct Choice: Hashable, Sendable {
        /// Whether it may be loaded.
        public var isEnabled = true
        /// Where its code runs; nil: where nobody says, a library that came with the hub runs in its process, and any
        /// other one in a worker.
        public var runMode: RunMode?
        /// What it may use in a worker.
        public var limits = WorkerLimits()
        /// Who said where its code runs, nil where nobody did.
        public var runOrigin: SourceChoice.Origin?
        /// The only SHA-256 that its library may have, 64 lower-case hexadecimal digits; nil: any.
        public var sha256: String?
        /// How its source is asked.
        public var source = SourceChoice()
        /// Handed to the adapter at every `begin`.
        public var settings: [String: String] = [:]

        /// Enabled, no settings.
        public init() {}
    }

    /// The file that it came from; empty when it came from none.
    public var file: String
    /// Folders in the order in which they are searched; absolute, or relative to the working folder.
    public var folders: [String]
    /// Whether an adapter without a pin (`Choice.sha256`) is refused.
    public var requiresPins = false
    /// Choices by adapter id; an adapter without one is enabled and has no settings.
    public var choices: [String: Choice]
    /// The environment; its variables CANDLEWICK_<ADAPTER>_<SETTING> go before the file.
    public var environment: [String: String]

    /// A configuration that stands in no file.
    public init(folders: [String], choices: [String: Choice] = [:], environment: [String: String] = [:]) {
        file = ""
        self.folders = folders
        self.choices = choices
        self.environment = environment
    }

    /// Reads `adapters.conf`. Relative folders are relative to it, `~` is the user's own folder.
    ///
    /// - Throws: everything that is wrong with it, each with the line or the key and what is allowed.
    public init(contentsOf file: String, environment: [String: String] = [:]) throws(AdapterProblems) {
        var reader = ConfigurationReader(file: file)
        guard var configuration = reader.configuration(), reader.problems.isEmpty else {
            throw AdapterProblems(reader.problems)
        }
        configuration.environment = environment
        self = configuration
    }

    init(file: String, folders: [String], choices: [String: Choice]) {
        self.file = file
        self.folders = folders
        self.choices = choices
        environment = [:]
    }

    /// What the user wants of an adapter: the environment before the file. With what is wrong in the environment.
    func choice(of id: String) -> (choice: Choice, problems: [AdapterProblem]) {
        var choice = choices[id] ?? Choice()
        var problems: [AdapterProblem] = []
        func report(_ name: String, _ expected: String) {
            // Not the text: it can be a secret in the wrong place.
            problems.append(
                AdapterProblem(
                    .configuration, file: "the environment", key: name,
                    "its value is none that is allowed; expected \(expected)"))
        }
        for key in SourceChoice.Key.allCases {
            let name = SourceChoice.variable(key.rawValue, of: id)
            guard let text = environment[name], !text.isEmpty else { continue }
            if let expected = choice.source.set(key, text, .environment(name)) { report(name, expected) }
        }
        let name = SourceChoice.variable("run", of: id)
        if let text = environment[name], !text.isEmpty {
            if let mode = RunMode(rawValue: text) {
                (choice.runMode, choice.runOrigin) = (mode, .environment(name))
            } else {
                report(name, RunMode.allowed)
            }
        }
        return (choice, problems)
    }
}

extension AdapterConfiguration.RunMode {
    /// For messages.
    static var allowed: String { allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ") }
}

/// From the TOML of `adapters.conf` to the configuration, with all of its problems.
struct ConfigurationReader {
    private let file: String
    private var reader: TOMLReader

    init(file: String) {
        self.file = file
        reader = TOMLReader(file: file, code: .configuration)
    }

    var problems: [AdapterProblem] { reader.problems }

    mutating func configuration() -> AdapterConfiguration? {
        guard let root = reader.root() else { return nil }
        reader.refuseUnknownKeys(in: root, allowed: ["folders", "require_pins", "adapter"])
        for problem in FileTrust.problems(of: file) { reader.note(problem) }
        let requiresPins = reader.boolean("require_pins", in: root, default: false)
        let home = FileSystem.folder(of: file)
        let folders = reader.texts("folders", in: root, expected: "the path of a folder", rule: NameRules.isLine)
            .map { FileSystem.resolve($0, from: home) }
        var choices: [String: AdapterConfiguration.Choice] = [:]
        if let adapters = reader.section("adapter", in: root) {
            for id in adapters.keys {
                if !NameRules.isAdapterID(id) {
                    reader.report(
                        adapters.name(of: id), "not an adapter's id; expected lower-case letters, digits, '-'")
                }
                if let section = reader.section(id, in: adapters) { choices[id] = choice(in: section) }
            }
        }
        var configuration = AdapterConfiguration(file: file, folders: folders, choices: choices)
        configuration.requiresPins = requiresPins
        return configuration
    }

    private mutating func choice(in section: TOMLReader.Section) -> AdapterConfiguration.Choice {
        typealias RunMode = AdapterConfiguration.RunMode
        reader.refuseUnknownKeys(
            in: section,
            allowed: ["enabled", "run", "call_timeout", "memory", "sha256", "settings"]
                + SourceChoice.Key.allCases.map(\.rawValue))
        var choice = AdapterConfiguration.Choice()
        choice.isEnabled = reader.boolean("enabled", in: section, default: true)
        if section.has("run") {
            let run = reader.text(
                "run", in: section, expected: RunMode.allowed, rule: { RunMode(rawValue: $0) != nil })
            choice.runMode = run.flatMap(RunMode.init(rawValue:))
            choice.runOrigin = .configuration
        }
        if let text = reader.scalar("call_timeout", in: section, expected: Self.callTimeout) {
            if let seconds = Double(text), (0.1...3600).contains(seconds) {
                choice.limits.callSeconds = seconds
            } else {
                reader.report(section.name(of: "call_timeout"), "is none that is allowed; expected \(Self.callTimeout)")
            }
        }
        if let text = reader.scalar("memory", in: section, expected: Self.memory) {
            if let size = Self.bytes(text), (16 << 20...64 << 30).contains(size) {
                choice.limits.memory = size
            } else {
                reader.report(section.name(of: "memory"), "is none that is allowed; expected \(Self.memory)")
            }
        }
        for key in SourceChoice.Key.allCases {
            guard let text = reader.scalar(key.rawValue, in: section, expected: SourceChoice.expected(key)) else {
                continue
            }
            if let expected = choice.source.set(key, text, .configuration) {
                reader.report(section.name(of: key.rawValue), "is none that is allowed; expected \(expected)")
            }
        }
        if section.has("sha256") {
            choice.sha256 = reader.text(
                "sha256", in: section, expected: "the library's SHA-256, 64 hexadecimal digits",
                rule: NameRules.isSHA256
            )?.lowercased()
        }
        if let settings = reader.section("settings", in: section) {
            for key in settings.keys {
                choice.settings[key] = reader.text(
                    key, in: settings, expected: "a text in quotes", rule: { !$0.utf8.contains(0) })
            }
        }
        return choice
    }

    private static let callTimeout = "seconds that one call of the adapter may take, from 0.1 to 3600"
    private static let memory = "memory that the adapter may use, like \"512 MB\" or \"2 GB\", from 16 MB to 64 GB"

    /// `512 MB`, `2GB`: powers of 1024.
    private static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let count = Int(digits), count < 1 << 20 else { return nil }
        switch unit {
        case "MB": return count << 20
        case "GB": return count << 30
        default: return nil
        }
    }
}
