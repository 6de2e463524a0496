import Glibc
import NIOCore

/// One reader of events: counts them, and sees whether any was missed or came twice.
final class EventReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What readers came to, told to the trial.
    enum News: Sendable {
        case connected
        /// Has the event that the trial waits for.
        case reached
        /// Was told why it ends.
        case bye(reason: String)
        case closed
    }

    private let tell: @Sendable (News) -> Void
    private var text = ByteBuffer()
    private var last: Int64?
    private var goal: Int64 = .max
    private(set) var isInOrder = true
    private(set) var count = 0
    private var isConnected = false

    init(_ tell: @escaping @Sendable (News) -> Void) { self.tell = tell }

    /// From now on this event is waited for.
    func await(_ number: Int64) {
        goal = number
        check()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        text.writeBuffer(&bytes)
        while let line = nextLine() { take(line) }
        text.discardReadBytes()
    }

    func channelInactive(context: ChannelHandlerContext) { tell(.closed) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ line: ByteBufferView) {
        // The first letters decide; most bytes are data, of which nothing is looked at.
        guard let first = line.first else { return }
        if first == UInt8(ascii: "i"), let number = Int64(String(decoding: line.dropFirst(4), as: UTF8.self)) {
            if let last, number != last + 1 { isInOrder = false }
            (last, count) = (number, count + 1)
            check()
        } else if first == UInt8(ascii: "r"), !isConnected {
            isConnected = true
            tell(.connected)
        } else if first == UInt8(ascii: "d"), line.count < 300, line.dropFirst(6).starts(with: #"{"reason""#.utf8) {
            tell(.bye(reason: String(decoding: line.dropFirst(17).prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)))
        }
    }

    private func check() {
        guard let last, last >= goal else { return }
        goal = .max
        tell(.reached)
    }

    private func nextLine() -> ByteBufferView? {
        // memchr looks at the readable bytes only, for the duration of the call.
        let length = unsafe text.withUnsafeReadableBytes { bytes -> Int? in
            guard let start = bytes.baseAddress, let end = unsafe memchr(start, 0x0A, bytes.count) else { return nil }
            return unsafe start.distance(to: UnsafeRawPointer(end))
        }
        guard let length, let line = text.viewBytes(at: text.readerIndex, length: length) else { return nil }
        text.moveReaderIndex(forwardBy: length + 1)
        return line
    }
}
