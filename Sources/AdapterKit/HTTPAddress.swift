/// The address of an HTTP request under the source's base address, percent-encoded piece by piece:
///
///     var address = HTTPAddress("v2", "aggs", "ticker", "X:BTCUSD")
///     address.add("sort", "asc")
///     address.text  // /v2/aggs/ticker/X:BTCUSD?sort=asc
///
/// A symbol with `/`, `&` or a blank in it stays one piece, whatever a user typed. Keys do not belong here: name them in
/// a header's `credential`.
public struct HTTPAddress: Equatable, Sendable {
    /// `/path?query`, what `Request.http` takes.
    public private(set) var text: String
    private var hasQuery = false

    /// A path of these pieces.
    public init(_ pieces: String...) {
        text = pieces.map { "/" + HTTPAddress.encoded($0) }.joined()
    }

    /// Adds `name=value` to the query.
    public mutating func add(_ name: String, _ value: String) {
        text += (hasQuery ? "&" : "?") + HTTPAddress.encoded(name) + "=" + HTTPAddress.encoded(value)
        hasQuery = true
    }

    /// The text with everything but letters, digits and `-._~:` as `%XX`.
    public static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: ":"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), hexadecimal(byte >> 4), hexadecimal(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Path and query of a link that a reply gives to its next page, to be asked under the source's base address: so a
    /// proxy stays in use, and the request goes nowhere that a reply chose.
    ///
    /// - Parameters:
    ///   - link: `https://host/path?query`, or `/path?query`.
    ///   - hosts: those that the link may name.
    ///   - path: what its path has to begin with.
    /// - Throws: `malformed` for another host, another path, a scheme that is not https, and for a key in the query
    ///   (`apiKey=`), which would end in logs and recordings. The message does not repeat the query.
    public static func next(link: String, hosts: [String], path: String) throws(AdapterFailure) -> String {
        var rest = Substring(link)
        if !rest.hasPrefix("/") {
            guard rest.hasPrefix("https://") else { throw refusal(link, "expected https://") }
            rest = rest.dropFirst("https://".count)
            let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            guard hosts.contains(host.lowercased()) else {
                throw refusal(link, "expected one of \(hosts.joined(separator: ", "))")
            }
            rest = rest.dropFirst(host.count)
        }
        guard rest.hasPrefix(path), !rest.hasPrefix("//") else {
            throw refusal(link, "expected a path that begins with \(path)")
        }
        guard !rest.prefix(while: { $0 != "?" }).split(separator: "/").contains("..") else {
            throw refusal(link, "its path goes upwards")
        }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw refusal(link, "it has characters that belong in no address")
        }
        let query = rest.drop { $0 != "?" }.dropFirst()
        for pair in query.split(separator: "&") {
            let name = pair.prefix { $0 != "=" }.lowercased()
            if ["apikey", "api_key", "token", "key"].contains(name) { throw refusal(link, "it carries a key") }
        }
        return String(rest)
    }

    private static func refusal(_ link: String, _ reason: String) -> AdapterFailure {
        let shown = link.prefix { $0 != "?" }.prefix(120)
        return AdapterFailure(.malformed, "the reply's link to its next page, '\(shown)', is not followed: \(reason)")
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
    }
}
