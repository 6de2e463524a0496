import Access
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Answers who wants to speak WebSocket. Everything that holds for other requests has held before.
enum StreamUpgrade {
    /// The answer after which the connection is one of WebSocket: see `ProtocolSwitch`.
    ///
    /// - Throws: a problem where the request is not one of RFC 6455.
    static func response(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        try check(request)
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: request.uri.path,
            headers: HTTPHeaders(
                request.headers.filter { $0.name == .secWebSocketKey || $0.name == .secWebSocketVersion }
                    .map { ($0.name.rawName, $0.value) }))
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
        let accepted: HTTPHeaders
        do {
            accepted = try await upgrader.buildUpgradeResponse(
                channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:]
            ).get()
        } catch is NIOWebSocketUpgradeError {
            throw Problem(.badRequest, "Bad upgrade", "name each of the headers of RFC 6455 once")
        }
        var headers = HTTPFields()
        for (name, value) in accepted {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        try await context.channel.triggerUserOutboundEvent(StreamOwner(proof: Credentials.proof(request, context)))
        var response = Response(status: .switchingProtocols, headers: headers)
        response.headers[.contentLength] = nil
        return response
    }

    private static func check(_ request: Request) throws(Problem) {
        guard request.headers.names(.upgrade).contains("websocket"),
            request.headers.names(.connection).contains("upgrade")
        else {
            throw Problem(
                .upgradeRequired, "Upgrade wanted",
                "this is a WebSocket: send Connection: Upgrade and Upgrade: websocket, or read /v1/events",
                headers: [.upgrade: "websocket"])
        }
        guard request.headers[.secWebSocketVersion] == "13" else {
            throw Problem(
                .upgradeRequired, "Upgrade wanted", "Sec-WebSocket-Version: give 13, the only one there is",
                headers: [.upgrade: "websocket", .secWebSocketVersion: "13"])
        }
        guard let key = request.headers[.secWebSocketKey], isKey(key) else {
            throw Problem(.badRequest, "Bad upgrade", "Sec-WebSocket-Key: give 16 bytes in base64, once")
        }
    }

    /// 16 bytes are 22 digits and two signs that fill up.
    private static func isKey(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        return bytes.count == 24 && bytes.suffix(2) == [0x3D, 0x3D]
            && bytes.prefix(22).allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2B
                    || $0 == 0x2F
            }
    }
}

extension HTTPFields {
    /// The names in a field that lists them, in lower case.
    func names(_ field: HTTPField.Name) -> Set<String> {
        Set(
            self[values: field].flatMap { $0.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" } }.map(
                String.init))
    }
}
