import HTTPTypes
import HummingbirdCore
import Live
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOWebSocket

/// Makes a connection of HTTP one of WebSocket once an answer has said so (101), in the same turn of the event loop in which
/// that answer is sent: nothing that the client says afterwards can be read as HTTP.
///
/// All other answers pass through as they are. Behind a request that wanted another protocol the parser of HTTP reads
/// nothing more, so the connection ends with the answer when it is not switched.
final class ProtocolSwitch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let makeSession: (_ owner: String) -> StreamSession
    private var owner = ""
    private var requests = 0
    private var answers = 0
    /// Which request wanted another protocol; the parser reads none behind it.
    private var wanting: Int?
    private var isSwitching = false

    init(_ makeSession: @escaping (_ owner: String) -> StreamSession) { self.makeSession = makeSession }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data) {
            requests += 1
            if head.headerFields[.upgrade] != nil, head.headerFields.names(.connection).contains("upgrade") {
                wanting = requests
            }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            isSwitching = head.status == .switchingProtocols
            if answers + 1 == wanting, !isSwitching {
                head.headerFields[.connection] = "close"
                return context.write(wrapOutboundOut(.head(head)), promise: promise)
            }
        case .body: break
        case .end:
            answers += 1
            guard answers == wanting else { break }
            let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
            context.writeAndFlush(data, promise: sent)
            if isSwitching {
                switchProtocol(context)
            } else {
                let channel = context.channel
                sent.futureResult.whenComplete { _ in channel.close(promise: nil) }
            }
            return
        }
        context.write(data, promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let wish = event as? StreamOwner else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        owner = wish.proof
        promise?.succeed()
    }

    private func switchProtocol(_ context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let encoder = try pipeline.context(handlerType: HTTPResponseEncoder.self)
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
            // In front of HTTP, of which nothing is seen any more.
            let handlers: [any ChannelHandler] = [
                WebSocketFrameEncoder(),
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: StreamSession.longestMessage)), FrameRules(),
                NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 256,
                    maxAccumulatedFrameSize: StreamSession.longestMessage), makeSession(owner),
            ]
            try pipeline.addHandlers(handlers, position: .before(encoder.handler))
            pipeline.removeHandler(context: encoder, promise: nil)
            pipeline.removeHandler(context: decoder, promise: nil)
            // It would take the connection for one that asks nothing more.
            let idle = try pipeline.context(handlerType: HTTPConnectionStateHandler.self)
            pipeline.removeHandler(context: idle, promise: nil)
        } catch {
            // Only where the connection is closed already, and its pipeline taken apart.
            context.close(promise: nil)
        }
    }
}

/// Who will speak WebSocket on a connection, told to it before the answer that lets it.
struct StreamOwner: Sendable {
    /// What it came with: see `Credentials.proof`.
    var proof: String
}
