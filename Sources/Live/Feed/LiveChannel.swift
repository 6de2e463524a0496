/// How somebody reads the feed.
public enum LiveChannel: String, Hashable, Sendable, CaseIterable {
    /// Server-sent events.
    case events = "sse"
    /// A WebSocket.
    case webSocket = "websocket"
}
