import Glibc

/// An IP address of somebody who asks.
public struct RemoteAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 bytes of IPv4 or 16 of IPv6. An address of IPv4 that is written as one of IPv6 (`::ffff:1.2.3.4`) has 4.
    private let bytes: [UInt8]

    /// What counts as one customer: an address of IPv4, the first 64 bits of one of IPv6.
    public struct Network: Hashable, Sendable { fileprivate let bytes: [UInt8] }

    /// An address as people write it, without port; nil for anything else, a name as well.
    public init?(_ text: String) {
        // The longest is 45 characters; a zone ("fe80::1%eth0") is the system's own matter.
        let text = String(text.prefix { $0 != "%" })
        guard text.utf8.count <= 45 else { return nil }
        var four = in_addr()
        // The text is a C string during the call; the address is ours.
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            bytes = (0..<4).map { UInt8(truncatingIfNeeded: UInt32(bigEndian: four.s_addr) >> (24 - 8 * $0)) }
            return
        }
        var six = [UInt8](repeating: 0, count: 16)
        // 16 bytes are what an address of IPv6 takes.
        guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let isMapped = six.prefix(10).allSatisfy { $0 == 0 } && six[10] == 0xff && six[11] == 0xff
        bytes = isMapped ? Array(six.suffix(4)) : six
    }

    /// Where it is.
    public var network: Network { Network(bytes: bytes.count == 4 ? bytes : Array(bytes.prefix(8))) }

    /// Whether it is this machine: 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.prefix(15).allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    /// Whether it stands for all addresses of the machine: 0.0.0.0 or ::.
    public var isWildcard: Bool { bytes.allSatisfy { $0 == 0 } }

    /// As people write it.
    public var description: String {
        var text = [CChar](repeating: 0, count: 46)
        // 46 characters hold the longest address and its end; the bytes are as many as the family has.
        guard unsafe inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, 46) != nil else { return "unknown" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
