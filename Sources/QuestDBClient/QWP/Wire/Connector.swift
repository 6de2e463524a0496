import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// Makes connections to one server.
struct Connector: Sendable {
    let endpoint: QWPEndpoint
    let clientID: String
    let timeout: Duration
    private let tls: NIOSSLContext?

    /// Throws `.settings` when the certificates cannot be read.
    init(_ endpoint: QWPEndpoint, _ settings: QWPSettings) throws(QWPError) {
        (self.endpoint, clientID, timeout) = (endpoint, settings.clientID, settings.connectTimeout)
        if !endpoint.isSecure {
            tls = nil
            return
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let file = endpoint.caFile { configuration.trustRoots = .file(file) }
        do {
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .settings("the certificates in \(endpoint.caFile ?? "the system's store") cannot be used: \(error)")
        }
    }

    /// Connects on the loop. `opened` is called on it when QWP is spoken, `arrived` then for all that comes and
    /// exactly once or more often with `.end`, also when the attempt fails.
    func connect(
        on loop: any EventLoop,
        opened: @escaping @Sendable (any Channel, NIOLoopBound<FrameWriter>, Upgrade.Terms) -> Void,
        arrived: @escaping @Sendable (Arrival) -> Void
    ) {
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(.init(timeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try fill(channel, opened: opened, arrived: arrived)
                }
            }
        bootstrap.connect(host: endpoint.host, port: endpoint.port)
            .whenFailure { arrived(.end(.transport(Self.reason($0)))) }
    }

    /// What hindered a connection, without what NIO tells about itself.
    private static func reason(_ error: any Error) -> String {
        guard let error = error as? NIOConnectionError else { return "\(error)" }
        if let refusal = error.connectionErrors.first { return "\(refusal.error)" }
        return (error.dnsAError ?? error.dnsAAAAError).map { "the name cannot be resolved: \($0)" } ?? "\(error)"
    }

    private func fill(
        _ channel: any Channel,
        opened: @escaping @Sendable (any Channel, NIOLoopBound<FrameWriter>, Upgrade.Terms) -> Void,
        arrived: @escaping @Sendable (Arrival) -> Void
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            // A certificate for an address is verified against the address itself; what does not parse as one is a name.
            let name = (try? SocketAddress(ipAddress: endpoint.host, port: 0)) == nil ? endpoint.host : nil
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        let writer = FrameWriter()
        try pipeline.addHandler(writer)
        let bound = NIOLoopBound(writer, eventLoop: channel.eventLoop)
        let late = channel.eventLoop.scheduleTask(in: .init(timeout)) {
            arrived(.end(.transport("no answer to the upgrade for \(timeout)")))
            channel.close(promise: nil)
        }
        let request = UpgradeRequest(Upgrade.request(to: endpoint, clientID: clientID)) {
            late.cancel()
            arrived(.end($0))
        }
        let boundRequest = NIOLoopBound(request, eventLoop: channel.eventLoop)
        let key = Base64.encode((0..<16).map { _ in .random(in: .min ... .max) })
        let upgrader = NIOWebSocketClientUpgrader(requestKey: key) { channel, head in
            late.cancel()
            let pipeline = channel.pipeline.syncOperations
            guard let terms = Upgrade.Terms(head.headers) else {
                arrived(.end(.upgrade(status: 101, "a WebSocket of another kind")))
                return channel.close()
            }
            return channel.eventLoop.makeCompletedFuture {
                try pipeline.addHandler(ResponseReader(bound.value) { arrived($0) })
                opened(channel, bound, terms)
            }
        }
        try pipeline.addHTTPClientHandlers(
            leftOverBytesStrategy: .forwardBytes,
            withClientUpgrade: (
                upgraders: [upgrader],
                completionHandler: { _ in
                    channel.pipeline.syncOperations.removeHandler(boundRequest.value, promise: nil)
                }
            ))
        try pipeline.addHandler(request)
    }
}
