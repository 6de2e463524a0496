/// What the pipeline was asked for and cannot do. A bad row is no error: it becomes a `Reject`.
public struct PipelineError: Error, Hashable, Sendable {
    /// Classes of failure; open, so that later stages can add their own.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The class's name.
        public let rawValue: String
        /// A class of that name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A name that no asset can have.
        public static let badAssetName = Code(rawValue: "bad-asset-name")
        /// Two assets that make no instrument.
        public static let badInstrument = Code(rawValue: "bad-instrument")
        /// Candles of this interval cannot be made from candles of that one.
        public static let badInterval = Code(rawValue: "bad-interval")
        /// Rows that are not what the stage was promised: out of order, or of another interval.
        public static let badInput = Code(rawValue: "bad-input")
    }

    /// The class.
    public var code: Code
    /// What it was about: a name, an interval, a time.
    public var subject: String
    /// What is wrong.
    public var message: String
    /// What was expected, or what to do.
    public var advice: String

    /// A failure.
    public init(_ code: Code, _ subject: String, _ message: String, advice: String) {
        self.code = code
        self.subject = subject
        self.message = message
        self.advice = advice
    }
}

extension PipelineError: CustomStringConvertible {
    /// One line: what, why, what to do.
    public var description: String { "\(subject): \(message); \(advice)" }
}
