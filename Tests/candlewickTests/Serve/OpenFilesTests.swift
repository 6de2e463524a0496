import Foundation
import Glibc
import Testing

/// Files that a hub may have open, and who may have it open them.
@Suite(.serialized, .enabled(if: Programs.find("curl") != nil, "needs the program curl"))
struct OpenFilesTests {
    @Test func limit_thatCanBeRaised_is() throws {
        let hub = try ServedHub(try Sandbox.withStore(), limits: "ulimit -Sn 200; ulimit -Hn 4000")
        let limits = try String(contentsOfFile: "/proc/\(hub.pid)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
        #expect(line.split(whereSeparator: \.isWhitespace).dropFirst(3).first == "4000")
        #expect(hub.stop() == 0)
    }

    @Test func hub_thatMoreConnectToThanItMayHaveFiles_stillOpensItsOwn() throws {
        let sandbox = try Sandbox.withStore()
        let hub = try ServedHub(
            sandbox, "--adapters", "\(Programs.package)/adapters.conf", limits: "ulimit -n 150")
        var connections: [Int32] = []
        defer { for number in connections { close(number) } }
        for _ in 0..<200 { connections.append(try #require(Self.connect(hub.port))) }
        // Those that came first were let in, and ask for what has files opened. Whoever waits behind is not answered.
        for connection in connections.prefix(20) {
            let text = Self.ask(connection)
            #expect(text.hasPrefix("HTTP/1.1 200 OK"), "\(text)")
        }
        let said = try hub.said()
        #expect(!said.contains("Too many open files"), "\(said)")
        #expect(hub.stop() == 0)
    }

    /// The beginning of an answer.
    private static func ask(_ connection: Int32) -> String {
        let request = Array("GET /v1/gaps HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        var answer = [UInt8](repeating: 0, count: 4096)
        // Arrays with their lengths.
        guard unsafe send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return "" }
        let count = unsafe recv(connection, &answer, answer.count, 0)
        return String(decoding: answer.prefix(max(count, 0)), as: UTF8.self)
    }

    private static func connect(_ port: Int) -> Int32? {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        // The struct is ours, and the length is its own.
        let code = unsafe withUnsafePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return code == 0 ? number : nil
    }
}
