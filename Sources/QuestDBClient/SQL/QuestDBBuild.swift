/// Which QuestDB a server is, from `build()` (`version()` says a PostgreSQL version).
public struct QuestDBBuild: Hashable, Sendable {
    /// As the server says it: `9.0.0`, `9.4.4-SNAPSHOT`; `unknown` for a development build.
    public var version: String
    /// Major and minor, nil for a development build.
    public var number: Number?

    /// Major and minor version.
    public struct Number: Hashable, Sendable, Comparable {
        /// Before the first point.
        public var major: Int
        /// After it.
        public var minor: Int

        /// By major, then minor.
        public static func < (a: Number, b: Number) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
    }

    /// The oldest that this client works with: the first with DEDUP UPSERT KEYS.
    public static let oldest = Number(major: 7, minor: 3)

    /// From a text like `Build Information: QuestDB 9.0.0, JDK 17.0.12, Commit Hash …`; nil when it is not one.
    public init?(_ text: String) {
        guard let start = text.firstRange(of: "QuestDB")?.upperBound else { return nil }
        var words = text[start...].split(separator: ",", maxSplits: 1)[0].split(separator: " ")
        // `QuestDB Enterprise 2.1.0` counts on its own; without a number it is as unknown as a development build.
        words.removeAll { !($0.first?.isNumber ?? false) }
        version = words.first.map(String.init) ?? "unknown"
        let parts = version.split(separator: ".").map { $0.prefix { $0.isNumber } }
        if parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1]), !text.contains("Enterprise") {
            number = Number(major: major, minor: minor)
        }
    }
}

extension QuestDBServer {
    /// Which QuestDB answers, checked: 7.3 or later, or a development build that can what is needed.
    ///
    /// - Throws: `tooOld`, `badReply` when something else answers.
    public func build() throws(QuestDBError) -> QuestDBBuild {
        let reply = try exec("SELECT build()")
        guard let text = reply.rows.first?.first?.string, let build = QuestDBBuild(text) else {
            throw QuestDBError(
                .badReply, endpoint.address, "build() does not name a QuestDB",
                advice: "check that the address is a QuestDB's HTTP port")
        }
        if let number = build.number {
            if number < QuestDBBuild.oldest { throw .tooOld(endpoint, "this is QuestDB \(build.version)") }
        } else if try !knowsDeduplication() {
            throw .tooOld(endpoint, "this QuestDB does not say its version, and its tables know no DEDUP")
        }
        return build
    }

    /// Whether tables can have DEDUP UPSERT KEYS: `tables()` then says which have.
    private func knowsDeduplication() throws(QuestDBError) -> Bool {
        do throws(QuestDBError) {
            try exec("SELECT dedup FROM tables() LIMIT 1")
            return true
        } catch {
            guard error.code == .badQuery else { throw error }
        }
        return false
    }
}

extension QuestDBError {
    fileprivate static func tooOld(_ endpoint: QuestDBEndpoint, _ message: String) -> QuestDBError {
        let oldest = QuestDBBuild.oldest
        return QuestDBError(
            .tooOld, endpoint.address, "\(message), and \(oldest.major).\(oldest.minor) or later is needed",
            advice: "install a newer QuestDB")
    }
}
