import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A WebSocket server on a free port of 127.0.0.1 that reads QWP and behaves as a test says.
final class StandInServer: Sendable {
    /// What it does with a frame.
    enum Reply: Sendable {
        /// Acknowledges this frame and all before it.
        case accept
        /// Says nothing until a later frame, or a ping, has it acknowledge all at once.
        case wait
        /// Refuses it.
        case refuse(UInt8, String)
        /// Drops the connection.
        case cut
        /// Closes in order.
        case close(UInt16)
    }

    /// A frame that came, and on which connection.
    struct Received: Sendable {
        var connection: Int
        var bytes: [UInt8]
        var frame: ReadFrame
        var maskingKey: [UInt8]
    }

    struct Behaviour: Sendable {
        /// Status of the answer to the upgrade, per connection counted from 0; 101 upgrades.
        var upgrade: @Sendable (_ connection: Int) -> HTTPResponseStatus = { _ in .switchingProtocols }
        var headers: [(String, String)] = [("X-QWP-Version", "1"), ("X-QWP-Max-Batch-Size", "100000")]
        /// What to do with a frame of a connection, both counted from 0.
        var reply: @Sendable (_ connection: Int, _ frame: Int) -> Reply = { _, _ in .accept }
        var tls: NIOSSLContext?
    }

    let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    fileprivate let log: Log

    /// What happened.
    fileprivate final class Log: Sendable {
        struct State: Sendable {
            var connections = 0
            var requests: [HTTPRequestHead] = []
            var received: [Received] = []
            var problems: [String] = []
            var closeFrames = 0
        }
        let state = Mutex(State())
    }

    init(_ behaviour: Behaviour = Behaviour()) throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let log = Log()
        (self.group, self.log) = (group, log)
        channel = try ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = log.state.withLock { state in
                        defer { state.connections += 1 }
                        return state.connections
                    }
                    let pipeline = channel.pipeline.syncOperations
                    if let tls = behaviour.tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    let status = behaviour.upgrade(connection)
                    let upgrader = NIOWebSocketServerUpgrader(maxFrameSize: 1 << 24) { channel, head in
                        log.state.withLock { $0.requests.append(head) }
                        return channel.eventLoop.makeSucceededFuture(
                            status == .switchingProtocols ? HTTPHeaders(behaviour.headers) : nil)
                    } upgradePipelineHandler: { channel, _ in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(
                                FrameReceiver(connection, log) { behaviour.reply(connection, $0) })
                        }
                    }
                    let refusal = Refusal(status)
                    let bound = NIOLoopBound(refusal, eventLoop: channel.eventLoop)
                    try pipeline.configureHTTPServerPipeline(
                        withServerUpgrade: (
                            upgraders: status == .switchingProtocols ? [upgrader] : [],
                            completionHandler: { _ in
                                channel.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
                            }
                        ))
                    try pipeline.addHandler(refusal)
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        port = channel.localAddress?.port ?? 0
    }

    deinit { group.shutdownGracefully { _ in } }

    var received: [Received] { log.state.withLock { $0.received } }
    var requests: [HTTPRequestHead] { log.state.withLock { $0.requests } }
    var connections: Int { log.state.withLock { $0.connections } }
    var closeFrames: Int { log.state.withLock { $0.closeFrames } }
    /// Frames that could not be read.
    var problems: [String] { log.state.withLock { $0.problems } }
    /// A column of all rows that came, in their order.
    func values(_ column: String, where isTaken: (Received) -> Bool = { _ in true }) -> [Cell] {
        received.filter(isTaken).flatMap { $0.frame.cells(column) ?? [] }
    }
}

/// Answers a request that is not upgraded.
private final class Refusal: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    private let status: HTTPResponseStatus

    init(_ status: HTTPResponseStatus) { self.status = status }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["content-length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

private final class FrameReceiver: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let connection: Int
    private let log: StandInServer.Log
    private let reply: (Int) -> StandInServer.Reply
    private var reader = FrameReader()
    private var count = 0
    /// The last frame that may be acknowledged.
    private var taken = -1
    /// Whether a frame was refused: nothing behind it is taken.
    private var isBroken = false

    init(_ connection: Int, _ log: StandInServer.Log, _ reply: @escaping (Int) -> StandInServer.Reply) {
        (self.connection, self.log, self.reply) = (connection, log, reply)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .binary: receive(frame, context)
        case .ping:
            accept(context)
            send(.pong, Array(frame.unmaskedData.readableBytesView), context)
        case .connectionClose:
            log.state.withLock { $0.closeFrames += 1 }
            send(.connectionClose, Array(frame.unmaskedData.readableBytesView), context)
            context.close(promise: nil)
        default: break
        }
    }

    private func receive(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        let bytes = Array(frame.unmaskedData.readableBytesView)
        let number = count
        count += 1
        var isDeferred = false
        do {
            let read = try reader.read(bytes)
            isDeferred = read.isDeferred
            let key = frame.maskKey.map { Array($0) } ?? []
            log.state.withLock {
                $0.received.append(.init(connection: connection, bytes: bytes, frame: read, maskingKey: key))
            }
        } catch {
            log.state.withLock { $0.problems.append("connection \(connection), frame \(number): \(error)") }
        }
        if isBroken { return }
        let reply = reply(number)
        // Rows that wait for a later frame are not acknowledged before it.
        switch reply {
        case .accept, .wait: if !isDeferred { taken = number }
        default: break
        }
        switch reply {
        case .accept: accept(context)
        case .wait: break
        case .refuse(let status, let text):
            isBroken = true
            send(.binary, [status] + integer(number, 8) + integer(text.utf8.count, 2) + Array(text.utf8), context)
        case .cut: context.close(promise: nil)
        case .close(let code):
            send(.connectionClose, [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)], context)
            context.close(promise: nil)
        }
    }

    private func accept(_ context: ChannelHandlerContext) {
        if taken >= 0 { send(.binary, [0] + integer(taken, 8) + [0, 0], context) }
    }

    private func integer(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8], _ context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, data: ByteBuffer(bytes: bytes))
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
