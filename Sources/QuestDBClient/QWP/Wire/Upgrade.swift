import NIOCore
import NIOHTTP1

/// The HTTP request that asks for QWP, and what its answer says.
enum Upgrade {
    static let path = "/write/v4"

    static func request(to endpoint: QWPEndpoint, clientID: String) -> HTTPRequestHead {
        var headers = HTTPHeaders([
            ("Host", endpoint.authority), ("X-QWP-Max-Version", "\(FramePrefix.version)"),
            ("X-QWP-Client-Id", clientID),
        ])
        if let authorization = endpoint.authorization { headers.add(name: "Authorization", value: authorization) }
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
    }

    /// What the answer to an upgrade allows.
    struct Terms: Hashable, Sendable {
        /// The largest message, when the server says it.
        let limit: Int?

        /// Reads the headers of a 101; nil when another version, or none, is spoken there.
        init?(_ headers: HTTPHeaders) {
            guard headers.first(name: "X-QWP-Version") == "\(FramePrefix.version)" else { return nil }
            limit = headers.first(name: "X-QWP-Max-Batch-Size").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        }
    }
}

/// Sends the request and waits for an answer that is no upgrade.
final class UpgradeRequest: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let head: HTTPRequestHead
    private let end: (SendWindow.Loss) -> Void

    init(_ head: HTTPRequestHead, end: @escaping (SendWindow.Loss) -> Void) { (self.head, self.end) = (head, end) }

    func channelActive(context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        end(.upgrade(status: Int(head.status.code), "\(head.status.code) \(head.status.reasonPhrase)"))
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.transport("\(error)"))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.transport("the connection ended before the upgrade"))
        context.fireChannelInactive()
    }
}
