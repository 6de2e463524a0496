import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client does not come to the end of a request's body. That it sends a head in time, and
/// something from time to time, is seen to by the server.
final class BodyDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let patience: TimeAmount
    private var isWithin = false
    private var closing: Scheduled<Void>?

    init(_ patience: Duration) { self.patience = TimeAmount(patience) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isWithin = true
        case .body: break
        case .end: end()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Most requests have their end in the same bytes, and need no clock.
        if isWithin, closing == nil {
            let channel = context.channel
            closing = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        }
        context.fireChannelReadComplete()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func end() {
        isWithin = false
        closing?.cancel()
        closing = nil
    }
}
