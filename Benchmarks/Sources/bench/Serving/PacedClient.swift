import Foundation
import Glibc
import Synchronization

/// Asks at a fixed rate over a few connections, and measures from the moment a request was due: a server that stands
/// still shows in all that were due meanwhile.
final class PacedClient: Sendable {
    private let port: Int
    private let paths: [String]
    private let latencies = Mutex<[Double]>([])
    private let failures = Mutex<Int>(0)

    /// - Parameter paths: asked in turn.
    init(port: Int, paths: [String]) { (self.port, self.paths) = (port, paths) }

    /// Milliseconds of all requests, ascending.
    func run(perSecond: Int, seconds: Int, connections: Int = 16) throws -> [Double] {
        let begin = ContinuousClock.now + .milliseconds(50)
        let count = perSecond * seconds
        let threads = (0..<connections).map { first in
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread { [self] in
                ask(Array(stride(from: first, to: count, by: connections)), from: begin, every: 1.0 / Double(perSecond))
                done.signal()
            }
            return done
        }
        for thread in threads { thread.wait() }
        let failed = failures.withLock { $0 }
        guard failed == 0 else { throw Trouble("\(failed) of \(count) requests at \(perSecond)/s failed") }
        return latencies.withLock { $0 }.sorted()
    }

    private func ask(_ turns: [Int], from begin: ContinuousClock.Instant, every interval: Double) {
        let descriptor = connected()
        defer { close(descriptor) }
        var own: [Double] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        for turn in turns {
            let due = begin + .seconds(Double(turn) * interval)
            let wait = (due - ContinuousClock.now) / .microseconds(1)
            if wait > 0 { usleep(UInt32(wait)) }
            guard exchange(descriptor, paths[turn % paths.count], &buffer) else {
                failures.withLock { $0 += 1 }
                return
            }
            own.append((ContinuousClock.now - due) / .milliseconds(1))
        }
        latencies.withLock { $0 += own }
    }

    private func connected() -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        // A struct of ours, as long as it says, for the duration of the call. Where it fails the first request does.
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }

    /// One request and its whole answer.
    private func exchange(_ descriptor: Int32, _ path: String, _ buffer: inout [UInt8]) -> Bool {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        // The arrays' own bytes, for the duration of the calls.
        guard
            unsafe request.withUnsafeBytes({ unsafe send(descriptor, $0.baseAddress, $0.count, 0x4000) })
                == request.count
        else { return false }
        var (length, wanted) = (0, Int.max)
        while length < wanted {
            let room = buffer.count
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress! + length, room - length, 0)
            }
            if count <= 0 { return false }
            length += count
            if wanted == .max {
                let head = String(decoding: buffer[..<min(length, 2048)], as: UTF8.self)
                guard let end = head.range(of: "\r\n\r\n") else { continue }
                guard head.hasPrefix("HTTP/1.1 200"), let field = head.range(of: "Content-Length: ") else {
                    return false
                }
                guard let body = Int(head[field.upperBound...].prefix(while: \.isNumber)) else { return false }
                wanted = head.utf8.distance(from: head.startIndex, to: end.upperBound) + body
                guard wanted <= room else { return false }
            }
        }
        return length == wanted
    }
}
