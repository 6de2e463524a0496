import NIOCore
import NIOWebSocket

/// What RFC 6455 demands of a client's frames one by one, before their parts are joined.
final class FrameRules: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    private var isBroken = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Who broke a rule is told once; what follows means nothing.
        if isBroken { return }
        guard let fault = Self.fault(unwrapInboundIn(data)) else { return context.fireChannelRead(data) }
        isBroken = true
        context.fireErrorCaught(fault)
    }

    private static func fault(_ frame: WebSocketFrame) -> StreamFault? {
        if frame.maskKey == nil { return StreamFault(.protocolError, "a client's frames are masked") }
        if !frame.reservedBits.isEmpty {
            return StreamFault(.protocolError, "no extension was agreed on, so the reserved bits are 0")
        }
        switch frame.opcode {
        case .continuation, .text, .binary, .connectionClose, .ping, .pong: return nil
        default: return StreamFault(.protocolError, "there is no such kind of frame")
        }
    }
}

/// Why a WebSocket is closed: a code of RFC 6455 and a sentence.
struct StreamFault: Error {
    var code: WebSocketErrorCode
    /// At most 123 bytes of UTF-8, which is what a close frame holds.
    var reason: String

    init(_ code: WebSocketErrorCode, _ reason: String) { (self.code, self.reason) = (code, reason) }

    /// What the decoder and the joiner of fragments say.
    init(_ error: any Error) {
        self =
            switch error {
            case let fault as StreamFault: fault
            case NIOWebSocketError.invalidFrameLength, NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge,
                NIOWebSocketFrameAggregator.Error.tooManyFragments:
                StreamFault(
                    .messageTooLarge, "a message holds at most \(StreamSession.longestMessage) bytes in 256 frames")
            case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error:
                StreamFault(.protocolError, "the frames do not follow RFC 6455")
            default: StreamFault(.unexpectedServerError, "the connection failed")
            }
    }
}
