/// What is asked of the server.
struct HTTPRequest {
    /// The path, `/exec`.
    var path: String
    /// What follows the question mark; encoded when sent.
    var query: [(name: String, value: String)] = []
    /// Header lines beside the usual ones, `Name: value`.
    var headers: [String] = []
    /// How long all of it may take; nil for as long as bytes come.
    var timeout: Duration?

    /// Path and query as they go into the request line.
    var target: String {
        var target = path
        for (index, item) in query.enumerated() {
            target += "\(index == 0 ? "?" : "&")\(Self.encoded(item.name))=\(Self.encoded(item.value))"
        }
        return target
    }

    /// RFC 3986: all but the unreserved characters.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// How the server answered.
struct HTTPReply {
    /// The status; the body of a 2xx went to the consumer.
    var status: Int
    /// The beginning of the body of any other status, at most `ReplySink.errorLimit` bytes.
    var errorBody: [UInt8]
    /// Whether the consumer wanted no more, so that the rest was not read.
    var wasStopped: Bool

    var isSuccess: Bool { (200...299).contains(status) }
}
