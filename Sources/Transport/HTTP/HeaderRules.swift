/// What a request's header may be (RFC 9110, 5.1 and 5.5).
enum HeaderRules {
    /// Why a header is not sent, nil when it is.
    static func problem(_ header: SourceHeader) -> String? {
        if header.name.isEmpty || !header.name.utf8.allSatisfy(isTokenByte) {
            return "a header's name is not letters, digits and hyphens"
        }
        if !header.value.utf8.allSatisfy({ (0x20...0x7e).contains($0) || $0 == 0x09 }) {
            return
                "the value of the header \(header.name) holds a line break, a control character or one that is not ASCII"
        }
        if reserved.contains(header.name.lowercased()) || header.name.lowercased().hasPrefix("proxy-") {
            return "the header \(header.name) is the host's to set"
        }
        return nil
    }

    /// Whether it says who asks: such a header stays with the host that it was meant for.
    static func isPersonal(_ header: SourceHeader) -> Bool {
        header.credential != nil || ["authorization", "cookie"].contains(header.name.lowercased())
    }

    /// They frame the message, or would make it mean another host.
    private static let reserved: Set = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect",
        "accept-encoding", "http2-settings",
    ]

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
