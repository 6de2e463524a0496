import NIOCore
import NIOWebSocket

/// What arrives on a connection once it speaks QWP.
enum Arrival: Sendable {
    case response(QWPResponse)
    /// A ping or pong: the server is there.
    case sign
    case end(SendWindow.Loss)
}

/// Reads the server's frames and answers its pings.
final class ResponseReader: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private let writer: FrameWriter
    private let report: (Arrival) -> Void

    init(_ writer: FrameWriter, report: @escaping (Arrival) -> Void) { (self.writer, self.report) = (writer, report) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        var payload = frame.unmaskedData
        switch frame.opcode {
        case .binary:
            guard let response = QWPResponse(payload.readableBytesView) else {
                report(.end(.transport("it sent a response that is none")))
                context.close(promise: nil)
                return
            }
            report(.response(response))
        case .ping:
            writer.write(.pong, Array(payload.readableBytesView))
            writer.flush()
            report(.sign)
        case .pong:
            report(.sign)
        case .connectionClose:
            // 1005 is what a close without a code counts as.
            let code = payload.readInteger(as: UInt16.self) ?? 1_005
            writer.write(.close, [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)])
            writer.flush()
            report(.end(.closed(code: Int(code), String(buffer: payload))))
            context.close(promise: nil)
        default:
            break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        report(.end(.transport("\(error)")))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        report(.end(.transport("the connection ended")))
        context.fireChannelInactive()
    }
}
