import NIOCore
import NIOHTTP1
import Transport

/// Takes the requests of one connection and has them answered.
final class RequestReceiver: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let connection: Int
    private let log: RequestLog
    private let answers: Answers
    private var request: ServedRequest?
    private var isKeptAlive = true
    /// Longer bodies end the connection: no source takes such a request.
    private static let longestBody = 64 << 20

    init(connection: Int, log: RequestLog, answers: Answers) {
        (self.connection, self.log, self.answers) = (connection, log, answers)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isKeptAlive = head.isKeepAlive
            request = ServedRequest(
                number: 0, instant: .now, connection: connection, method: head.method.rawValue, target: head.uri,
                headers: head.headers.map { SourceHeader($0.name, $0.value) }, body: [])
        case .body(let piece):
            request?.body += piece.readableBytesView
            if request?.body.count ?? 0 > Self.longestBody {
                request = nil
                context.close(promise: nil)
            }
        case .end:
            guard var request = request.take() else { return }
            log.add(&request)
            let sender = ReplySender(
                answers.delivery(for: request), isHead: request.method == "HEAD", isKeptAlive: isKeptAlive, context)
            sender.begin()
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The client went away, or does not speak HTTP: nobody is there to be told.
        context.close(promise: nil)
    }
}
