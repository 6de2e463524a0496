import Glibc
import Synchronization

@testable import Transport

/// A real HTTP server on a free port of 127.0.0.1 that answers as a test says, also badly, and keeps what it got.
final class LoopbackServer: Sendable {
    /// A request as it came.
    struct Request: Hashable, Sendable {
        var method: String
        /// Path and query.
        var target: String
        /// As the client wrote them.
        var headers: [String]
        var body: [UInt8]
        /// Which connection it came by, from 0.
        var connection: Int
        /// On the clock of the machine's start.
        var at: BootTime

        /// The value of a header.
        func header(_ name: String) -> String? {
            headers.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }.map {
                String($0.dropFirst(name.count + 2))
            }
        }
    }

    /// What is done to a request.
    enum Answer: Sendable {
        /// A whole reply with a length.
        case reply(Int, String = "", headers: [String] = [], type: String? = "application/json")
        /// The same of bytes.
        case bytes([UInt8], headers: [String])
        /// Exactly this text, then the connection is closed.
        case raw(String)
        /// A head without a length, then zeros until the client has gone.
        case endless
        /// A head with a length, this beginning of the body, then nothing until the client goes.
        case stall(String)
        /// Nothing: the connection is closed.
        case close
        /// Nothing at all until the client goes.
        case silence
    }

    let port: UInt16
    private let listener: Int32
    private let answer: @Sendable (Int, Request) -> Answer
    private let state = Mutex<State>(State())
    private struct State {
        var requests: [Request] = []
        var connections: [Int32] = []
        var sent = 0
    }

    var address: String { "http://127.0.0.1:\(port)" }
    /// All requests until now.
    var requests: [Request] { state.withLock { $0.requests } }
    /// Bytes that an endless reply got rid of.
    var sent: Int { state.withLock { $0.sent } }

    /// Answers the request of that number (from 0) as `answer` says.
    init(_ answer: @escaping @Sendable (Int, Request) -> Answer) {
        self.answer = answer
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // The C calls see the address as the general kind and use it during the call only.
        let bound = unsafe withUnsafeMutablePointer(to: &place) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                unsafe bind(listener, place, size) == 0 && listen(listener, 128) == 0
                    && getsockname(listener, place, &size) == 0
            }
        }
        precondition(bound, "no port to listen on: errno \(errno)")
        port = UInt16(bigEndian: place.sin_port)
        startThread { [self] in acceptAll() }
    }

    /// The same answer to every request.
    convenience init(_ answer: Answer) { self.init { _, _ in answer } }

    /// Ends it; the threads go with their connections.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        state.withLock { state in
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func acceptAll() {
        defer { close(listener) }
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 { return }
            let number = state.withLock { state in
                state.connections.append(connection)
                return state.connections.count - 1
            }
            startThread { [self] in
                serve(connection, number)
                state.withLock { $0.connections[number] = -1 }
                close(connection)
            }
        }
    }

    private func serve(_ connection: Int32, _ number: Int) {
        var reader = RequestReader(socket: connection)
        while let request = reader.request(number) {
            let index = state.withLock { state in
                state.requests.append(request)
                return state.requests.count - 1
            }
            switch answer(index, request) {
            case .reply(let status, let body, let headers, let type):
                let lines = headers + (type.map { ["Content-Type: \($0)"] } ?? [])
                send(connection, status: status, lines, Array(body.utf8))
            case .bytes(let body, let headers): send(connection, status: 200, headers, body)
            case .raw(let text):
                _ = send(connection, Array(text.utf8))
                return
            case .endless:
                var go = send(connection, Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".utf8))
                let piece = [UInt8](repeating: 0x20, count: 1 << 16)
                while go {
                    go = send(connection, piece)
                    state.withLock { $0.sent += piece.count }
                }
                return
            case .stall(let text):
                let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
                _ = send(connection, Array((head + text).utf8)) && reader.more()
                return
            case .close: return
            case .silence:
                // Ends when the client goes or the server is stopped.
                _ = reader.more()
                return
            }
        }
    }

    private func send(_ connection: Int32, status: Int, _ headers: [String], _ body: [UInt8]) {
        let length = status == 204 ? [] : ["Content-Length: \(body.count)"]
        let head = (["HTTP/1.1 \(status) Said"] + headers + length).joined(separator: "\r\n") + "\r\n\r\n"
        _ = send(connection, Array(head.utf8) + (status == 204 ? [] : body))
    }

    private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The bytes are read during the call.
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest.removeFirst(count)
        }
        return true
    }
}

/// Reads requests off a connection.
struct RequestReader {
    let socket: Int32
    private var buffer: [UInt8] = []

    init(socket: Int32) { self.socket = socket }

    /// Reads some; false at the end.
    mutating func more() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        // Writes at most as many bytes as there are.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
        if count <= 0 { return false }
        buffer += bytes[..<count]
        return true
    }

    /// The next request, nil at the end.
    mutating func request(_ connection: Int) -> LoopbackServer.Request? {
        let end = Array("\r\n\r\n".utf8)
        var head = buffer.firstRange(of: end)
        while head == nil {
            if !more() { return nil }
            head = buffer.firstRange(of: end)
        }
        guard let head else { return nil }
        var lines = String(decoding: buffer[..<head.lowerBound], as: UTF8.self).split(separator: "\r\n").map(
            String.init)
        let first = lines.removeFirst().split(separator: " ").map(String.init)
        var request = LoopbackServer.Request(
            method: first[0], target: first[1], headers: lines, body: [], connection: connection,
            at: MachineClock().sinceBoot)
        let length = Int(request.header("Content-Length") ?? "0") ?? 0
        while buffer.count < head.upperBound + length { if !more() { return nil } }
        request.body = Array(buffer[head.upperBound..<head.upperBound + length])
        buffer.removeFirst(head.upperBound + length)
        return request
    }
}
