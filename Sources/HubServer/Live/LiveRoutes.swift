import Access
import HTTPTypes
import Hummingbird
import Live
import NIOCore

/// The live streams: server-sent events, and the WebSocket.
enum LiveRoutes {
    static func add(
        to router: Router<HubRequestContext>, _ services: HubServices, _ settings: HubServerSettings
    ) {
        let timing = settings.liveTiming
        let group = router.group("v1").add(middleware: RoleRequirement(.read))
        group.get("events") { request, context in
            try events(request, context, services.live, timing)
        }
        group.get("stream") { request, context in
            if let refusal = services.live.refusal { throw Problem.refused(refusal) }
            return try await StreamUpgrade.response(request, context)
        }
    }

    /// What each connection needs beside HTTP, so that it can become a WebSocket.
    static func handlers(
        _ services: HubServices, _ settings: HubServerSettings
    ) -> @Sendable () -> [any RemovableChannelHandler] {
        let (feed, timing) = (services.live, settings.liveTiming)
        return { [ProtocolSwitch { StreamSession(feed, for: $0, timing) }] }
    }

    private static func events(
        _ request: Request, _ context: HubRequestContext, _ feed: LiveFeed, _ timing: LiveTiming
    ) throws -> Response {
        let filter = try LiveQuery.filter(request.uri.queryParameters)
        let last = try LiveQuery.lastEvent(request)
        if let refusal = feed.refusal { throw Problem.refused(refusal) }
        let (channel, owner) = (context.channel, Credentials.proof(request, context))
        let body = ResponseBody { _ in
            // Writes everything from here on, also the end; the answer lasts as long as the connection.
            try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(
                    EventStreamHandler(feed, filter, after: last, for: owner, timing), position: .first)
            }.get()
            try await channel.closeFuture.get()
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store", .connection: "close",
                // Proxies that would wait for more before they pass anything on.
                HTTPField.Name("X-Accel-Buffering")!: "no",
            ], body: body)
    }
}

extension Problem {
    /// Nobody more is let in to the live streams.
    static func refused(_ refusal: LiveRefusal) -> Problem {
        Problem(
            .serviceUnavailable, "No more readers", refusal.reason.sentence, headers: [.retryAfter: "5"])
    }
}
