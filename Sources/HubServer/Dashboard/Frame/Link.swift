import Foundation

/// An address in this host, with its parameters written as they have to be.
struct Link {
    private(set) var text: String
    private var isFirst = true

    /// - Parameter path: parts that are put together here; names from outside are escaped.
    init(_ path: String..., escaping part: String? = nil) {
        text = path.joined() + (part.map(Self.escaped) ?? "")
    }

    /// - Parameter path: of a request, that anybody can have written: escaped but for its slashes, of which the first is one.
    init(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        text = "/" + parts.map { Self.escaped($0.removingPercentEncoding ?? String($0)) }.joined(separator: "/")
    }

    /// With one parameter more; unchanged where it has no value.
    func with(_ name: String, _ value: String?) -> Link {
        guard let value, !value.isEmpty else { return self }
        var link = self
        link.text += (isFirst ? "?" : "&") + name + "=" + Self.escaped(value)
        link.isFirst = false
        return link
    }

    /// Only what RFC 3986 leaves alone everywhere stays as it is.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
