/// What is the same for every source.
public struct HTTPClientSettings: Hashable, Sendable {
    /// A PEM file of the only certificate authorities to trust; nil: the system's.
    public var caFile: String?
    /// Whom requests go through.
    public var proxy: ProxySettings
    /// Who asks.
    public var userAgent: String

    /// Settings of a client.
    public init(
        caFile: String? = nil, proxy: ProxySettings = .environment, userAgent: String = "candlewick/0.1.0"
    ) {
        self.caFile = caFile
        self.proxy = proxy
        self.userAgent = userAgent
    }
}
