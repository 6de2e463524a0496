import NIOCore
import NIOHTTP1
import Transport

/// Sends one reply, piece by piece where it has to be; lives on the connection's event loop.
final class ReplySender {
    private let delivery: Delivery
    private let isHead: Bool
    private let isKeptAlive: Bool
    private let context: ChannelHandlerContext
    private var sent = 0

    private static let pieceBytes = 1 << 16

    init(_ delivery: Delivery, isHead: Bool, isKeptAlive: Bool, _ context: ChannelHandlerContext) {
        (self.delivery, self.isHead, self.isKeptAlive, self.context) = (delivery, isHead, isKeptAlive, context)
    }

    /// Begins, now or after the delay.
    func begin() {
        if delivery.delay == .zero { return sendHead() }
        after(delivery.delay) { $0.sendHead() }
    }

    private func sendHead() {
        if delivery.isDropped { return close() }
        let reply = delivery.reply
        var headers = HTTPHeaders()
        if !reply.contentType.isEmpty { headers.add(name: "Content-Type", value: reply.contentType) }
        for header in reply.headers { headers.add(name: header.name, value: header.value) }
        // Without a length the encoder sends chunks.
        if let length = delivery.length { headers.add(name: "Content-Length", value: "\(length + delivery.missing)") }
        if !isKeptAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
        if isHead {
            send(.head(head))
            return end()
        }
        let isPlain = delivery.drip == nil && delivery.cut == nil && delivery.missing == 0
        if isPlain, case .none = delivery.padding {
            send(.head(head))
            if !reply.body.isEmpty { send(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))) }
            return end()
        }
        flush(.head(head)) { $0.sendPieces() }
    }

    /// The next piece, and after it the one behind it, until there are enough.
    private func sendPieces() {
        guard context.channel.isActive else { return }
        let end = min(delivery.length ?? .max, delivery.cut ?? .max)
        guard sent < end else {
            // What was promised does not come: the client must see the connection end.
            if delivery.cut != nil || delivery.missing > 0 { return close() }
            return self.end()
        }
        guard let drip = delivery.drip else { return sendPiece(min(Self.pieceBytes, end - sent)) }
        after(drip.pause) { $0.sendPiece(min(drip.bytes, end - $0.sent)) }
    }

    private func sendPiece(_ count: Int) {
        guard context.channel.isActive else { return }
        let body = delivery.reply.body
        var piece = Array(body[min(sent, body.count)..<min(sent + count, body.count)])
        piece += [UInt8](repeating: UInt8(ascii: " "), count: count - piece.count)
        sent += count
        // The next one only when the client has taken this one: an endless body must not fill the memory.
        flush(.body(.byteBuffer(ByteBuffer(bytes: piece)))) { $0.sendPieces() }
    }

    private func end() {
        let isLast = !isKeptAlive
        flush(.end(nil)) { if isLast { $0.close() } }
    }

    private func close() { context.close(promise: nil) }

    /// Writes a part that goes out with the next one that is flushed.
    private func send(_ part: HTTPServerResponsePart) {
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let promise = context.eventLoop.makePromise(of: Void.self)
        // A header that HTTP forbids, or the client went away.
        promise.futureResult.whenFailure { _ in bound.value.close() }
        context.write(NIOAny(part), promise: promise)
    }

    /// Writes a part and goes on when the socket has it.
    private func flush(_ part: HTTPServerResponsePart, then next: @escaping (ReplySender) -> Void) {
        let bound = NIOLoopBound((self, next), eventLoop: context.eventLoop)
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { result in
            let (sender, next) = bound.value
            if case .success = result { next(sender) } else { sender.close() }
        }
        context.writeAndFlush(NIOAny(part), promise: promise)
    }

    private func after(_ pause: Duration, _ body: @escaping (ReplySender) -> Void) {
        let (seconds, attoseconds) = pause.components
        let bound = NIOLoopBound((self, body), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)) {
            let (sender, body) = bound.value
            if sender.context.channel.isActive { body(sender) }
        }
    }
}
