import Foundation
import Glibc
import NIOPosix

/// A client that shows a reply's own bytes, and can be slow: a socket, read when the test says so.
final class WireClient: Sendable {
    private let descriptor: Int32

    struct Failure: Error { let code: Int32 }

    /// What came back.
    struct Reply: Sendable {
        var status: Int
        /// Names in lower case.
        var headers: [String: String]
        /// Without the frame of chunks.
        var body: [UInt8]
        /// Everything behind the head, with that frame.
        var bytesBehindHead: Int
        /// The body ended as its head said: not because the connection did.
        var isWhole: Bool

        var text: String { String(decoding: body, as: UTF8.self) }

        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
        }
    }

    /// - Parameter receiveBuffer: bytes that the kernel keeps for a client that does not read.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        if var size = receiveBuffer {
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        // A server that never ends fails the test, not the suite; one that is only starved by other tests is waited for.
        var patience = timeval(tv_sec: 600, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(code: errno) }
    }

    deinit { close(descriptor) }

    /// Asks and reads to the end, on a thread that may wait.
    static func get(_ port: Int, _ path: String, method: String = "GET", _ headers: String...) async throws -> Reply {
        try await NIOThreadPool.singleton.runIfActive {
            let client = try WireClient(port: port)
            try client.send(method, path, headers)
            return client.reply()
        }
    }

    /// Sends bytes and reads to the end, on a thread that may wait.
    static func exchange(_ port: Int, _ bytes: [UInt8]) async throws -> Reply {
        try await NIOThreadPool.singleton.runIfActive {
            let client = try WireClient(port: port)
            try client.send(bytes)
            return client.reply()
        }
    }

    func send(_ method: String, _ path: String, _ headers: [String] = []) throws {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Connection: close"] + headers
        try send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) throws {
        let sent = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == bytes.count else { throw Failure(code: errno) }
    }

    /// At most so many bytes; none at the end, nil where the connection was cut or stayed silent.
    func read(_ most: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: most)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        return count < 0 ? nil : Array(bytes.prefix(count))
    }

    /// Everything until the connection ends.
    func reply() -> Reply {
        var all: [UInt8] = []
        while let piece = read(1 << 16), !piece.isEmpty { all += piece }
        let text = all.firstRange(of: Array("\r\n\r\n".utf8))
        let head = String(decoding: all[..<(text?.lowerBound ?? all.count)], as: UTF8.self)
        let lines = head.components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        var body = Array(all[(text?.upperBound ?? all.count)...])
        let behind = body.count
        var isWhole = headers["content-length"].flatMap { Int($0) } == body.count
        if headers["transfer-encoding"] == "chunked" { (body, isWhole) = Self.dechunked(body) }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Reply(status: status, headers: headers, body: body, bytesBehindHead: behind, isWhole: isWhole)
    }

    private static func dechunked(_ bytes: [UInt8]) -> ([UInt8], Bool) {
        var (body, rest): ([UInt8], ArraySlice<UInt8>) = ([], bytes[...])
        while let end = rest.firstIndex(of: 0x0D) {
            guard let length = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16) else { break }
            if length == 0 { return (body, true) }
            let start = end + 2
            guard start + length + 2 <= rest.endIndex else { break }
            body += rest[start..<(start + length)]
            rest = rest[(start + length + 2)...]
        }
        return (body, false)
    }
}
