import NIOCore

/// Writes whole frames to the network, past everything that NIO puts into a WebSocket's pipeline.
///
/// It stands behind TLS and before HTTP. Used on its channel's event loop only.
final class FrameWriter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Writes a message's frame.
    func write(_ transmission: Transmission) {
        guard let context else { return }
        let head = WebSocketBytes.head(
            .binary, transmission.prefix, rest: transmission.block.readableBytes, key: transmission.key)
        context.write(wrapOutboundOut(head), promise: nil)
        if transmission.block.readableBytes > 0 {
            context.write(wrapOutboundOut(transmission.block), promise: nil)
        }
    }

    /// Writes a control frame.
    func write(_ kind: WebSocketBytes.Kind, _ payload: [UInt8] = []) {
        context?.write(wrapOutboundOut(WebSocketBytes.frame(kind, payload)), promise: nil)
    }

    func flush() { context?.flush() }
}
