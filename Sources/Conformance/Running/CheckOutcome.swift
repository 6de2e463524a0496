/// What came of one check, and how long it took.
public struct CheckOutcome: Hashable, Sendable {
    /// The check's id.
    public var id: String
    /// What it looks at.
    public var sentence: String
    /// What came of it.
    public var result: CheckResult
    /// How long its process lived.
    public var seconds: Double

    /// An outcome.
    public init(id: String, sentence: String, result: CheckResult, seconds: Double) {
        (self.id, self.sentence, self.result, self.seconds) = (id, sentence, result, seconds)
    }

    /// The first word of the id.
    public var family: String { ConformanceCheck.family(of: id) }
}

extension ConformanceCheck {
    /// The first word of its id: `rows` of `rows-split`.
    public var family: String { Self.family(of: id) }

    static func family(of id: String) -> String { String(id.prefix { $0 != "-" }) }
}
