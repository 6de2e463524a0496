import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
public import Transport

/// An HTTP/1.1 server on 127.0.0.1 that gives recorded replies, or what a test says, with faults where they are ordered.
///
/// ```swift
/// let server = try ReplayServer()
/// server.handle("/0/public/Time") { _ in ServedReply(#"{"error":[],"result":{"unixtime":1688169600}}"#) }
/// server.inject(.status(429, retryAfter: 2), .first(3))
/// // ask server.baseURL …
/// #expect(server.largestCount(in: .seconds(1)) <= 1)
/// await server.stop()
/// ```
/// It runs until `stop`, or until nobody holds it.
public final class ReplayServer: Sendable {
    /// How it is run.
    public struct Settings: Hashable, Sendable {
        /// 0: a free one.
        public var port: Int
        /// Threads that serve.
        public var threads: Int
        /// Keep credentials in the list of requests as they came and not as hashes.
        public var keepsCredentials: Bool
        /// Requests that the list holds at most; further ones are only counted.
        public var requestsKept: Int

        /// Settings of a server for a test.
        public init(port: Int = 0, threads: Int = 1, keepsCredentials: Bool = false, requestsKept: Int = 1_000_000) {
            self.port = port
            self.threads = threads
            self.keepsCredentials = keepsCredentials
            self.requestsKept = requestsKept
        }
    }

    /// What a handler is.
    public typealias Handler = @Sendable (ServedRequest) -> ServedReply

    /// The port it listens on.
    public let port: Int
    let log: RequestLog
    let answers = Answers()
    private let group: MultiThreadedEventLoopGroup

    /// Starts a server that knows no reply yet: everything is 404.
    ///
    /// - Throws: when the port is taken.
    public init(_ settings: Settings = Settings()) throws(ReplayServerError) {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, settings.threads))
        let log = RequestLog(keepsCredentials: settings.keepsCredentials, limit: settings.requestsKept)
        let answers = answers
        do {
            let channel = try ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        // One request at a time: the next waits until its reply is out.
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        try channel.pipeline.syncOperations.addHandler(
                            RequestReceiver(connection: log.connect(), log: log, answers: answers))
                    }
                }
                .bind(host: "127.0.0.1", port: settings.port).wait()
            port = channel.localAddress?.port ?? settings.port
        } catch {
            group.shutdownGracefully { _ in }
            throw ReplayServerError(
                "port \(settings.port) of 127.0.0.1 cannot be listened on: \(error); give another, or 0 for a free one")
        }
        (self.group, self.log) = (group, log)
    }

    deinit { group.shutdownGracefully { _ in } }

    /// `http://127.0.0.1:PORT`.
    public var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Ends all connections and frees the port.
    public func stop() async {
        do {
            try await group.shutdownGracefully()
        } catch {
            // It was stopped before.
        }
    }

    /// Gives the replies of recordings, behind those of handlers.
    public func serve(_ replies: RecordedReplies) {
        log.add(credentialHeaders: replies.credentialHeaders)
        answers.add(replies)
    }

    /// Answers requests on a path by what a handler says (`/v2/*`: all that begin so; a path itself goes first, then the
    /// longest). It is called on the server's threads and must not block.
    public func handle(_ path: String, _ handler: @escaping Handler) { answers.add(handler, on: path) }

    /// Orders a fault for requests on a path. Several are laid over each other in the order in which they were ordered.
    public func inject(_ fault: Fault, _ rule: FaultRule = .always, on path: String = "*") {
        answers.inject(fault, rule, on: path)
    }

    /// No more faults than those of handlers' replies.
    public func removeFaults() { answers.removeFaults() }
}
