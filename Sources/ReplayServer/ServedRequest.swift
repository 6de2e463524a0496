public import Transport

/// A request that came.
public struct ServedRequest: Hashable, Sendable {
    /// Counted from 1, over all paths.
    public var number: Int
    /// When its head was there.
    public var instant: ContinuousClock.Instant
    /// The connection it came on, counted from 1.
    public var connection: Int
    /// `GET`.
    public var method: String
    /// `/path?query` as it was sent.
    public var target: String
    /// In their order. In the server's list of requests a credential is `sha256:` and the hash of its value, unless the
    /// settings say otherwise; a handler sees what came.
    public var headers: [SourceHeader]
    /// All of it.
    public var body: [UInt8]

    /// The target up to the question mark.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// What follows the question mark, empty for nothing.
    public var query: String { String(target.drop { $0 != "?" }.dropFirst()) }

    /// The value of the first header of that name, in capitals or not.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
