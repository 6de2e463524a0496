import Foundation
import Live
import NIOCore
import NIOWebSocket

/// One client of the WebSocket. Stands last of its handlers: HTTP behind it sees nothing of what comes.
final class StreamSession: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = Never
    typealias OutboundOut = WebSocketFrame

    /// Bytes of a frame, and of a message.
    static let longestMessage = 1 << 16
    /// Messages from one heartbeat to the next.
    static let mostMessages = 1000

    private let feed: LiveFeed
    private let owner: String
    private let timing: LiveTiming
    private var subscriptions = StreamSubscriptions()
    private var reader: LiveReader?
    private var outlet: LiveOutlet?
    private var heartbeat: RepeatedTask?
    private var lastHeard = NIODeadline.now()
    private var messages = 0
    private var isClosing = false
    /// More may be read once what was answered is sent.
    private var readWaits = false

    init(_ feed: LiveFeed, for owner: String, _ timing: LiveTiming) {
        (self.feed, self.owner, self.timing) = (feed, owner, timing)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        do throws(LiveRefusal) {
            let reader = try feed.join(LiveFilter([]), by: .webSocket, for: owner) {
                bound.execute { $0.handler.pump($0.context) }
            }
            self.reader = reader
            outlet = LiveOutlet(reader, context.channel, timing)
        } catch {
            return close(context, Self.fault(error.reason), within: timing.grace(error.reason))
        }
        heartbeat = context.eventLoop.scheduleRepeatedTask(
            initialDelay: timing.heartbeat, delay: timing.heartbeat
        ) { _ in bound.value.handler.beat(bound.value.context) }
        pump(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        lastHeard = .now()
        if isClosing {
            // The answer to our close, for which nothing is left to say.
            if frame.opcode == .connectionClose { context.close(promise: nil) }
            return
        }
        messages += 1
        guard messages <= Self.mostMessages else {
            return close(context, StreamFault(.policyViolation, "too many messages at once"))
        }
        switch frame.opcode {
        case .text: answer(context, frame.unmaskedData)
        case .binary: close(context, StreamFault(.unacceptableData, "send text, not binary frames"))
        case .ping: send(context, .pong, frame.unmaskedData)
        case .connectionClose: close(context, CloseFrame.answer(to: frame.unmaskedData), isAnswer: true)
        default: break
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pump(context)
        if context.channel.isWritable, readWaits {
            readWaits = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }

    /// Who does not read what it is answered is not asked for more.
    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable { context.read() } else { readWaits = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The connection itself failed: there is nobody to tell.
        if error is IOError || error is ChannelError { return context.close(promise: nil) }
        // The parser of frames reads nothing behind an error, an answer to our close neither.
        close(context, StreamFault(error), within: timing.shortGrace)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            context.fireUserInboundEventTriggered(event)
            context.close(promise: nil)
        case is ChannelShouldQuiesceEvent:
            close(context, Self.fault(.stopping), within: timing.shortGrace)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func answer(_ context: ChannelHandlerContext, _ message: ByteBuffer) {
        guard String(validating: message.readableBytesView, as: UTF8.self) != nil else {
            return close(context, StreamFault(.dataInconsistentWithMessage, "text is UTF-8"))
        }
        let reply = subscriptions.answer(Data(message.readableBytesView)) { filter in
            // What was wanted before is led out before the new wishes hold.
            pump(context)
            return reader?.setFilter(filter) ?? feed.newest
        }
        do {
            let bytes = ByteBuffer(bytes: try JSONEncoder.ordered.encode(reply))
            if !isClosing { send(context, .text, bytes) }
        } catch {
            close(context, StreamFault(.unexpectedServerError, "the answer could not be written"))
        }
    }

    private func pump(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        let end = outlet?.pump { event in
            context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .text, data: event.message)), promise: nil)
        }
        if let end { close(context, Self.fault(end), within: timing.grace(end)) }
    }

    private func beat(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        messages = 0
        if outlet?.endsStall() == true { return close(context, Self.fault(.slow)) }
        if NIODeadline.now() - lastHeard > timing.longestSilence {
            return close(context, StreamFault(.unexpectedServerError, "nothing was heard for too long, no pong either"))
        }
        if context.channel.isWritable { send(context, .ping, ByteBuffer()) }
    }

    private func send(_ context: ChannelHandlerContext, _ opcode: WebSocketOpcode, _ bytes: ByteBuffer) {
        context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: bytes)), promise: nil)
    }

    /// Says why, and closes when the other has answered, or did not for too long; at once behind an answer.
    private func close(
        _ context: ChannelHandlerContext, _ fault: StreamFault, within grace: TimeAmount? = nil, isAnswer: Bool = false
    ) {
        guard !isClosing else { return }
        isClosing = true
        leave()
        let sent = context.eventLoop.makePromise(of: Void.self)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: CloseFrame.bytes(fault))
        context.writeAndFlush(wrapOutboundOut(frame), promise: sent)
        let answered = isAnswer ? sent.futureResult : context.channel.closeFuture
        context.channel.close(after: answered, within: grace ?? timing.grace)
    }

    private func leave() {
        heartbeat?.cancel()
        heartbeat = nil
        outlet?.leave()
        (outlet, reader) = (nil, nil)
    }

    private static func fault(_ end: LiveEnd) -> StreamFault {
        switch end {
        case .stopping: StreamFault(.goingAway, end.sentence)
        case .revoked: StreamFault(.policyViolation, end.sentence)
        case .slow, .full: StreamFault(.unknown(1013), end.sentence)
        }
    }
}
