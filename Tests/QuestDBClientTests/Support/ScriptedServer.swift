import Glibc
import Synchronization

/// A real HTTP server on a free port of 127.0.0.1 that answers as a test says, also wrongly, and keeps what it got.
final class ScriptedServer: Sendable {
    /// A request as it came.
    struct Request: Hashable, Sendable {
        /// `GET /exec?query=…`, without the protocol.
        var line: String
        /// Header lines in lower case.
        var headers: [String]
        var body: [UInt8]
        /// Which connection it came by, from 0.
        var connection: Int
    }

    /// What is done to a request.
    enum Answer: Sendable {
        /// A whole reply with a length.
        case reply(Int, String)
        /// Exactly these bytes, then the connection is closed.
        case bytes(String)
        /// Nothing: the connection is closed.
        case close
        /// Nothing at all until the server ends: the client's time-out has to end it.
        case silence
    }

    let port: UInt16
    private let listener: Int32
    private let answer: @Sendable (Int, Request) -> Answer
    private let state = Mutex<State>(State())
    private struct State {
        var requests: [Request] = []
        var connections: [Int32] = []
        var isOver = false
    }

    var address: String { "http://127.0.0.1:\(port)" }
    /// All requests until now.
    var requests: [Request] { state.withLock { $0.requests } }

    /// Answers the request of that number (from 0) as `answer` says.
    init(_ answer: @escaping @Sendable (Int, Request) -> Answer) {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        // The C calls see the address as the general kind and use it during the call only.
        let bound = unsafe withUnsafeMutablePointer(to: &place) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                unsafe bind(listener, place, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, place, &size) == 0
            }
        }
        precondition(bound, "no port to listen on: errno \(errno)")
        port = UInt16(bigEndian: place.sin_port)
        spawn { [self] in acceptAll() }
    }

    /// The same answer to every request.
    convenience init(_ answer: Answer) { self.init { _, _ in answer } }

    /// Ends it; the threads go with their connections.
    func stop() {
        state.withLock { state in
            state.isOver = true
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func acceptAll() {
        defer { close(listener) }
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 { return }
            let number: Int? = state.withLock { state in
                if state.isOver { return nil }
                state.connections.append(connection)
                return state.connections.count - 1
            }
            guard let number else {
                close(connection)
                return
            }
            spawn { [self] in
                serve(connection, number)
                state.withLock { $0.connections[number] = -1 }
                close(connection)
            }
        }
    }

    private func serve(_ connection: Int32, _ number: Int) {
        var reader = SocketReader(socket: connection)
        while let request = reader.request(number) {
            let index = state.withLock { state in
                state.requests.append(request)
                return state.requests.count - 1
            }
            switch answer(index, request) {
            case .reply(let status, let body):
                let length = status == 204 ? "" : "Content-Length: \(body.utf8.count)\r\n"
                send(connection, "HTTP/1.1 \(status) Said\r\n\(length)\r\n\(status == 204 ? "" : body)")
            case .bytes(let text):
                send(connection, text)
                return
            case .close: return
            case .silence:
                // Ends when the client goes or the server is stopped.
                _ = reader.more()
                return
            }
        }
    }

    private func send(_ connection: Int32, _ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            // The bytes are read during the call.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            bytes.removeFirst(count)
        }
    }
}

/// Reads requests off a connection.
struct SocketReader {
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
    mutating func request(_ connection: Int) -> ScriptedServer.Request? {
        let end = Array("\r\n\r\n".utf8)
        var head: Range<Int>?
        repeat {
            head = buffer.firstRange(of: end)
            if head == nil, !more() { return nil }
        } while head == nil
        guard let head else { return nil }
        var lines = String(decoding: buffer[..<head.lowerBound], as: UTF8.self).split(separator: "\r\n").map(
            String.init)
        let line = lines.removeFirst().replacing(" HTTP/1.1", with: "")
        let headers = lines.map { $0.lowercased() }
        let length = headers.compactMap { $0.hasPrefix("content-length: ") ? Int($0.dropFirst(16)) : nil }.first ?? 0
        while buffer.count < head.upperBound + length { if !more() { return nil } }
        let body = Array(buffer[head.upperBound..<head.upperBound + length])
        buffer.removeFirst(head.upperBound + length)
        return ScriptedServer.Request(line: line, headers: headers, body: body, connection: connection)
    }
}

/// Runs it in a thread of its own.
func spawn(_ body: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    // The work is handed over and released by the thread.
    let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    let code = unsafe pthread_create(
        &thread, nil,
        { work in
            unsafe Unmanaged<Work>.fromOpaque(work!).takeRetainedValue().body()
            return nil
        }, work)
    precondition(code == 0, "no thread: \(code)")
    pthread_detach(thread)
}
