import Foundation
import Synchronization

/// A TCP socket of 127.0.0.1 that two threads may use and one may end.
final class Socket: Sendable {
    private let number: Int32
    private let isEnded = Mutex(false)

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// Listens on a free port.
    static func listener() -> (socket: Socket, port: UInt16) {
        let number = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = Self.place(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // The C calls see the address as the general kind and use it during the call only.
        let isBound = unsafe withUnsafeMutablePointer(to: &place) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                unsafe bind(number, place, size) == 0 && listen(number, 64) == 0
                    && getsockname(number, place, &size) == 0
            }
        }
        precondition(isBound, "no port to listen on: errno \(errno)")
        return (Socket(number), UInt16(bigEndian: place.sin_port))
    }

    /// A connection to a port; nil when nobody listens there.
    static func connected(to port: UInt16) -> Socket? {
        let connection = Socket(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var place = Self.place(port)
        // As in `listener`.
        let code = unsafe withUnsafePointer(to: &place) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                unsafe connect(connection.number, place, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return code == 0 ? connection : nil
    }

    private static func place(_ port: UInt16) -> sockaddr_in {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return place
    }

    /// The next connection of a listener; nil when it has ended.
    func accepted() -> Socket? {
        let connection = accept(number, nil, nil)
        return connection < 0 ? nil : Socket(connection)
    }

    /// Some bytes, none at the end.
    func received() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        // Writes at most as many bytes as there are.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress, $0.count, 0) }
        return count > 0 ? Array(bytes[..<count]) : []
    }

    /// Sends all of them; false when nobody takes them.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            // The bytes are read during the call.
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest.removeFirst(count)
        }
        return true
    }

    /// Ends both directions: who waits on it goes on.
    func end() {
        isEnded.withLock { isEnded in
            if !isEnded { shutdown(number, Int32(SHUT_RDWR)) }
            isEnded = true
        }
    }

    /// Ends it with a reset instead of in order.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        // Copied by the call. The reset itself follows when the socket is closed.
        unsafe setsockopt(number, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
}
