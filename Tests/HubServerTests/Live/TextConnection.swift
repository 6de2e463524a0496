import NIOCore
import NIOPosix

/// A connection to the hub as bytes: what no HTTP client lets a test do.
struct TextConnection {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var text = ByteBuffer()

    /// Connects, and closes when the body is through.
    static func open<Result: Sendable>(
        _ port: Int, receiveBuffer: Int? = nil,
        _ body: @Sendable @escaping (inout TextConnection) async throws -> Result
    ) async throws -> Result {
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = TextConnection(outbound: outbound, inbound: inbound.makeAsyncIterator())
            return try await body(&connection)
        }
    }

    /// Asks for events, and reads the head of the answer.
    mutating func ask(_ path: String, _ headers: String...) async throws -> [String] {
        try await send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n")
        return try await head()
    }

    /// The lines of an answer's head.
    mutating func head() async throws -> [String] {
        var head: [String] = []
        while let line = try await line(), !line.isEmpty { head.append(line) }
        return head
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    /// The next line without its end, the last one may have none; nil where the other has closed.
    mutating func line() async throws -> String? {
        while true {
            if let length = text.readableBytesView.firstIndex(of: 0x0A).map({ $0 - text.readerIndex }),
                let line = text.readString(length: length)
            {
                text.moveReaderIndex(forwardBy: 1)
                return line.hasSuffix("\r") ? String(line.dropLast()) : line
            }
            guard let bytes = try await inbound.next() else {
                return text.readableBytes > 0 ? text.readString(length: text.readableBytes) : nil
            }
            text.writeImmutableBuffer(bytes)
        }
    }

    /// What comes next, nil where the other has closed.
    mutating func bytes() async throws -> [UInt8]? {
        if text.readableBytes > 0 { return text.readBytes(length: text.readableBytes) }
        return try await inbound.next().map { Array($0.readableBytesView) }
    }

    /// The next event; nil where there are no more. Lengths of chunks are passed over.
    mutating func event() async throws -> Event? {
        var event = Event()
        while let line = try await line() {
            if line.isEmpty, !event.name.isEmpty { return event }
            if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
            if line.hasPrefix("id: ") { event.id = Int64(line.dropFirst(4)) }
            if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
        }
        return nil
    }

    struct Event: Hashable, Sendable {
        var name = ""
        var id: Int64?
        var data = ""
    }
}
