import Glibc

/// A client that sends what it is told over one connection and shows every byte that comes back.
final class PlainClient {
    private let socket: Int32

    struct Failure: Error { var what: String }

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        // The structure is ours and as long as is said.
        let result = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { throw Failure(what: "no connection") }
    }

    deinit { close(socket) }

    /// Asks for something; the connection stays open.
    func send(_ target: String, method: String = "GET", headers: [String] = [], body: [UInt8] = []) throws {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1"] + headers
        if !body.isEmpty { lines.append("Content-Length: \(body.count)") }
        let bytes = Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + body
        // Reads the array's own bytes, during the call only.
        let count = unsafe bytes.withUnsafeBytes { unsafe write(socket, $0.baseAddress, $0.count) }
        if count != bytes.count { throw Failure(what: "not sent") }
    }

    /// What comes next; empty when the server has closed, or broken, the connection.
    func receive() -> [UInt8] {
        var room = [UInt8](repeating: 0, count: 1 << 16)
        // Fills the array's own bytes and no more.
        let count = unsafe room.withUnsafeMutableBytes { unsafe read(socket, $0.baseAddress, $0.count) }
        return Array(room.prefix(max(0, count)))
    }

    /// A reply as it came.
    struct Reply {
        var status = 0
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// The server closed the connection before the reply was whole.
        var isCut = false

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// The next reply, its body as far as it comes and at most so many bytes.
    func reply(atMost limit: Int = .max) -> Reply {
        var bytes: [UInt8] = []
        var reply = Reply()
        while reply.status == 0 {
            let piece = receive()
            bytes += piece
            if piece.isEmpty {
                reply.isCut = true
                return reply
            }
            guard let end = Self.place(of: "\r\n\r\n", in: bytes) else { continue }
            let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
            reply.status = Int(lines[0].split(separator: " ")[1]) ?? 0
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                reply.headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
            }
            bytes.removeFirst(end + 4)
        }
        if reply.headers["transfer-encoding"] == "chunked" {
            while !bytes.suffix(5).elementsEqual("0\r\n\r\n".utf8), bytes.count < limit {
                let piece = receive()
                if piece.isEmpty {
                    reply.isCut = true
                    break
                }
                bytes += piece
            }
        } else {
            let length = reply.headers["content-length"].flatMap { Int($0) } ?? 0
            while bytes.count < length {
                let piece = receive()
                if piece.isEmpty {
                    reply.isCut = true
                    break
                }
                bytes += piece
            }
        }
        reply.body = bytes
        return reply
    }

    /// Asks and gets the reply on a connection of its own.
    static func get(
        _ port: Int, _ target: String, method: String = "GET", headers: [String] = [], body: [UInt8] = [],
        atMost limit: Int = .max
    ) throws -> Reply {
        let client = try PlainClient(port: port)
        try client.send(target, method: method, headers: headers, body: body)
        return client.reply(atMost: limit)
    }

    private static func place(of text: String, in bytes: [UInt8]) -> Int? {
        let wanted = Array(text.utf8)
        return bytes.indices.first { bytes[$0...].starts(with: wanted) }
    }
}
