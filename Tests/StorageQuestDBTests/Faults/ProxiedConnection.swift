import Foundation
import Synchronization

/// One client's connection through a proxy, with its own to the server.
final class ProxiedConnection: Sendable {
    private let client: Socket
    private let server: Socket?
    private let fault: @Sendable (RequestHead) -> Fault
    /// What is done to what the server says.
    private let down = Mutex(Fault.none)

    init(_ client: Socket, _ server: Socket?, _ fault: @escaping @Sendable (RequestHead) -> Fault) {
        (self.client, self.server, self.fault) = (client, server, fault)
    }

    /// Forwards both ways until one ends.
    func start() {
        Thread.detachNewThread { [self] in
            forwardRequests()
            end()
        }
        Thread.detachNewThread { [self] in
            while let server, passDown(server.received()) {}
            if server != nil { end() }
        }
    }

    func end() {
        client.end()
        server?.end()
    }

    private func forwardRequests() {
        let lineEnds = Array("\r\n\r\n".utf8)
        var buffer: [UInt8] = []
        while true {
            while buffer.firstRange(of: lineEnds) == nil {
                let more = client.received()
                if more.isEmpty { return }
                buffer += more
            }
            guard let end = buffer.firstRange(of: lineEnds)?.upperBound else { return }
            let head = RequestHead(buffer[..<end])
            let fault = fault(head)
            var pause: UInt32 = 0
            var left = Int.max
            switch fault {
            case .none: break
            case .reset: return client.reset()
            case .cutUp(let bytes): left = bytes
            case .cutDown, .swallow: break
            case .delay(let microseconds): pause = microseconds
            case .answer(let status, let isHalf, let body):
                return answer(head, buffer.count - end, "\(status) Said", isHalf, body)
            }
            down.withLock { $0 = fault }
            // A WebSocket has no end; what is behind a request's body begins the next one.
            var rest = head.isUpgrade ? Int.max : end + head.length
            while rest > 0 {
                if buffer.isEmpty { buffer = client.received() }
                if buffer.isEmpty { return }
                if pause > 0 { usleep(pause) }
                let piece = buffer.prefix(min(rest, left))
                guard server?.send(piece) == true else { return }
                left -= piece.count
                if left <= 0 { return }
                rest -= piece.count
                buffer.removeFirst(piece.count)
            }
        }
    }

    /// Answers in the server's place, and ends. All of the request is read before: a client that still sends may not hear
    /// the answer.
    private func answer(_ head: RequestHead, _ received: Int, _ status: String, _ isHalf: Bool, _ body: String) {
        var received = received
        while received < head.length {
            let more = client.received().count
            if more == 0 { return }
            received += more
        }
        let length = body.utf8.count + (isHalf ? 10 : 0)
        client.send(
            "HTTP/1.1 \(status)\r\nContent-Length: \(length)\r\nConnection: close\r\n\r\n\(body)".utf8)
    }

    /// Gives the client what the server said, as far as the fault lets it; false at the end.
    private func passDown(_ bytes: [UInt8]) -> Bool {
        if bytes.isEmpty { return false }
        switch down.withLock({ $0 }) {
        case .cutDown(let left):
            client.send(bytes.prefix(left))
            down.withLock { $0 = .cutDown(after: left - bytes.count) }
            return bytes.count < left
        case .swallow(let left):
            down.withLock { $0 = .swallow(after: max(0, left - bytes.count)) }
            return client.send(bytes.prefix(left))
        case .delay(let microseconds):
            usleep(microseconds)
            return client.send(bytes)
        default: return client.send(bytes)
        }
    }
}
