import HTTPTypes
import Live
import NIOCore
import NIOHTTPTypes

/// Server-sent events on one connection: writes the body of an answer whose head is sent already.
///
/// It stands first in the pipeline, where it hears of the connection, and writes from its end, as the answer's own writer
/// would.
final class EventStreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let feed: LiveFeed
    private let filter: LiveFilter
    private let last: Int64?
    private let owner: String
    private let timing: LiveTiming
    private var channel: (any Channel)?
    private var outlet: LiveOutlet?
    private var heartbeat: RepeatedTask?
    private var isFinished = false

    init(_ feed: LiveFeed, _ filter: LiveFilter, after last: Int64?, for owner: String, _ timing: LiveTiming) {
        (self.feed, self.filter, self.last, self.owner, self.timing) = (feed, filter, last, owner, timing)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        guard channel.isActive else { return }
        self.channel = channel
        write(Self.greeting)
        let own = NIOLoopBound(self, eventLoop: context.eventLoop)
        do throws(LiveRefusal) {
            let reader = try feed.join(filter, after: last, for: owner) { own.execute { $0.pump() } }
            if let lost = reader.lost { write(LiveText.lost(lost)) }
            outlet = LiveOutlet(reader, channel, timing)
        } catch {
            return finish(error.reason)
        }
        heartbeat = context.eventLoop.scheduleRepeatedTask(
            initialDelay: timing.heartbeat, delay: timing.heartbeat
        ) { _ in own.value.beat() }
        pump()
        channel.flush()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pump()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            // Who sends nothing more has gone: nobody reads events from half a connection.
            context.fireUserInboundEventTriggered(event)
            context.close(promise: nil)
        case is ChannelShouldQuiesceEvent: finish(.stopping)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func pump() {
        if !isFinished, let end = outlet?.pump({ write($0.text) }) { finish(end) }
    }

    private func beat() {
        guard !isFinished, let channel else { return }
        if outlet?.endsStall() == true { return finish(.slow) }
        if channel.isWritable {
            write(LiveText.heartbeat)
            channel.flush()
        }
    }

    /// Says why, and closes when that was sent or took too long.
    private func finish(_ end: LiveEnd) {
        guard !isFinished, let channel else { return }
        isFinished = true
        leave()
        write(LiveText.bye(end))
        let sent = channel.eventLoop.makePromise(of: Void.self)
        channel.writeAndFlush(HTTPResponsePart.end(nil), promise: sent)
        channel.close(after: sent.futureResult, within: timing.grace(end))
    }

    private func leave() {
        heartbeat?.cancel()
        heartbeat = nil
        outlet?.leave()
        outlet = nil
    }

    private func write(_ text: ByteBuffer) { channel?.write(HTTPResponsePart.body(text), promise: nil) }

    private static let greeting = ByteBuffer(string: "retry: 2000\n\n")
}

extension NIOLoopBound {
    /// Does something with it on its event loop, some time later.
    func execute(_ body: @escaping @Sendable (Value) -> Void) {
        eventLoop.execute { body(value) }
    }
}

extension Channel {
    /// Closes it when something was sent, or failed to be, or was not for too long.
    func close(after sent: EventLoopFuture<Void>, within grace: TimeAmount) {
        let late = eventLoop.scheduleTask(in: grace) { self.close(promise: nil) }
        sent.whenComplete { _ in
            late.cancel()
            self.close(promise: nil)
        }
    }
}
