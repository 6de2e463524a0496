/// How the user wants one source to be asked: what `adapters.conf` and the environment say, and which of them.
public struct SourceChoice: Hashable, Sendable {
    /// What can be chosen.
    public enum Key: String, Hashable, Sendable, CaseIterable {
        /// Where the source is: `https://api.kraken.com`, a proxy, a test's server.
        case baseURL = "base_url"
        /// Requests in a time: `1/s`, `5/min`, a number a second; 0 for no limit.
        case rate
        /// Requests that may come at once.
        case burst
        /// Seconds for one request in all.
        case timeout
        /// Where the secret is: `env:NAME`, `file:PATH`, `command:PROGRAM WORDS`.
        case credential
        /// Which source is asked first where several can help: the larger one.
        case priority
    }

    /// Who said it.
    public enum Origin: Hashable, Sendable, CustomStringConvertible {
        /// `adapters.conf`.
        case configuration
        /// An environment variable.
        case environment(String)

        /// The file's usual name, or the variable's.
        public var description: String {
            switch self {
            case .configuration: "adapters.conf"
            case .environment(let name): name
            }
        }
    }

    /// A choice, and who made it.
    public struct Entry: Hashable, Sendable {
        /// As it was written.
        public var text: String
        /// Who wrote it.
        public var origin: Origin
    }

    /// What was chosen. Every text in it has passed its check.
    public private(set) var entries: [Key: Entry] = [:]

    /// Nothing chosen.
    public init() {}

    /// The name of the environment variable that goes before `adapters.conf`: CANDLEWICK_KRAKEN_REST_BASE_URL.
    public static func variable(_ key: String, of adapter: String) -> String {
        "CANDLEWICK_" + "\(adapter)_\(key)".uppercasedASCII.replacingHyphens
    }

    /// Takes a choice; what was expected where the text is none. The message holds nothing of the text.
    mutating func set(_ key: Key, _ text: String, _ origin: Origin) -> String? {
        guard SourceChoice.isValid(text, for: key) else { return SourceChoice.expected(key) }
        entries[key] = Entry(text: text, origin: origin)
        return nil
    }

    /// Where the source is, without a slash at its end.
    public var baseURL: String? {
        entries[.baseURL].map { $0.text.hasSuffix("/") ? String($0.text.dropLast()) : $0.text }
    }

    /// Requests a second; 0 for no limit.
    public var rate: Double? { entries[.rate].flatMap { Self.rate($0.text) } }

    /// Requests that may come at once.
    public var burst: Int? { entries[.burst].flatMap { Int($0.text) } }

    /// Seconds for one request in all.
    public var timeout: Double? { entries[.timeout].flatMap { Self.number($0.text) } }

    /// Which source is asked first.
    public var priority: Int? { entries[.priority].flatMap { Int($0.text) } }

    /// Where the secret is.
    public var credential: String? { entries[.credential]?.text }
}

extension SourceChoice {
    static func expected(_ key: Key) -> String {
        switch key {
        case .baseURL: "an address like https://api.example.com, without user, query and fragment"
        case .rate: "requests in a time like \"1/s\" or \"5/min\", or a number a second up to 10000; 0 for no limit"
        case .burst: "a whole number from 1 to 10000"
        case .timeout: "seconds from 0.1 to 3600"
        case .credential: "\"env:NAME\", \"file:PATH\" or \"command:PROGRAM WORDS\", never the secret itself"
        case .priority: "a whole number from -1000 to 1000"
        }
    }

    fileprivate static func isValid(_ text: String, for key: Key) -> Bool {
        switch key {
        case .baseURL: isBaseURL(text)
        case .rate: rate(text) != nil
        case .burst: Int(text).map { (1...10_000).contains($0) } ?? false
        case .timeout: number(text).map { (0.1...3600).contains($0) } ?? false
        case .credential: isCredential(text)
        case .priority: Int(text).map { (-1000...1000).contains($0) } ?? false
        }
    }

    /// Requests a second.
    fileprivate static func rate(_ text: String) -> Double? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let count = parts.first.flatMap({ number(String($0)) }), count >= 0 else { return nil }
        let seconds: Double? =
            switch parts.count == 1 ? "s" : parts.count == 2 ? parts[1] : "" {
            case "s": 1
            case "min": 60
            case "h": 3600
            default: nil
            }
        return seconds.map { count / $0 }.flatMap { $0 <= 10_000 ? $0 : nil }
    }

    /// A plain decimal number; `Double(text)` also takes hexadecimal, nan and inf.
    fileprivate static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ "0123456789.-".utf8.contains($0) }) else { return nil }
        return Double(text)
    }

    private static func isBaseURL(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        return !host.isEmpty && host.utf8.count <= 260
            && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"@?#\\\"<>".utf8.contains($0) }
    }

    private static func isCredential(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), NameRules.isLine(text) else { return false }
        let rest = text[text.index(after: colon)...]
        switch text[..<colon] {
        case "env":
            return !rest.isEmpty && rest.utf8.allSatisfy(isOfVariable) && !(48...57).contains(rest.utf8.first ?? 48)
        case "file", "command": return !rest.isEmpty && rest.first != " "
        default: return false
        }
    }

    private static func isOfVariable(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

extension String {
    fileprivate var uppercasedASCII: String {
        String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    fileprivate var replacingHyphens: String { String(map { $0 == "-" ? "_" : $0 }) }
}
