public import Access
import NIOCore

/// Where and how the server is reached.
public struct HubServerSettings: Sendable {
    /// The address it listens on.
    public var address = "127.0.0.1"
    /// The port; 0 for any that is free.
    public var port = 8321
    /// Where `lightweight-charts.js` lies, nil where it was not fetched.
    public var chartLibrary: String?
    /// How long the live streams may take over what.
    var liveTiming = LiveTiming()
    /// How long the body of a request may take to come.
    var bodyPatience = Duration.seconds(60)
    /// What TLS is spoken with; nil for none.
    public var tls: TLSFiles?
    /// The proxy in front, which is believed who asks; nil for none.
    public var trustedProxy: RemoteAddress?
    /// Further names and addresses by which the server is reached, without ports.
    public var names: [String] = []
    /// Whether `/metrics` is for everybody.
    public var opensMetrics = false
    /// Connections at once; one more waits until another has gone.
    public var connections = 2048

    /// The usual ones.
    public init() {}

    /// Seconds from one sign of life of a live stream to the next. A WebSocket of which nothing came for four of them, and at
    /// least a minute, is ended.
    public var heartbeat: Int {
        get { Int(liveTiming.heartbeat.nanoseconds / 1_000_000_000) }
        set {
            liveTiming.heartbeat = .seconds(Int64(newValue))
            liveTiming.longestSilence = .seconds(Int64(max(60, 4 * newValue)))
        }
    }

    /// Whether only this machine reaches it, and no proxy brings others.
    public var isLocal: Bool { trustedProxy == nil && listensOnLoopback }

    /// Whether it listens on this machine's own address alone.
    public var listensOnLoopback: Bool { address == "localhost" || RemoteAddress(address)?.isLoopback ?? false }

    /// `https://[::1]:8321/`.
    public func site(port: Int) -> String {
        let host = address.contains(":") ? "[\(address)]" : address
        return "\(tls == nil ? "http" : "https")://\(host):\(port)/"
    }
}
