/// An address taken apart; its errors and `shown` never have what stands before an `@`.
struct AddressText {
    var isSecure: Bool
    var host: String
    var port: UInt16
    var credential = QuestDBCredential.none
    var shown: String

    init(_ address: String) throws(QuestDBError) {
        // The last one: a password may have an @ that somebody forgot to encode.
        let at = address.lastIndex(of: "@")
        guard let colon = address.firstRange(of: "://"), colon.upperBound <= (at ?? address.endIndex) else {
            throw .badAddress(
                at.map { "…@\(address[address.index(after: $0)...])" } ?? address, "no http:// or https:// in it")
        }
        let scheme = address[..<colon.lowerBound].lowercased()
        var place = at.map { address[address.index(after: $0)...] } ?? address[colon.upperBound...]
        if place.hasSuffix("/") { place.removeLast() }
        shown = "\(scheme)://\(place)"
        guard scheme == "http" || scheme == "https" else {
            throw .badAddress(shown, "'\(scheme)' is not http or https")
        }
        isSecure = scheme == "https"
        (host, port) = try Self.hostAndPort(place, shown)
        guard let at else { return }
        let user = address[colon.upperBound..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard user.count == 2, let name = Self.percentDecoded(user[0]), let password = Self.percentDecoded(user[1])
        else { throw .badAddress(shown, "what stands before @ is not user:password, percent-encoded") }
        credential = .basic(user: name, password: password)
    }

    private static func hostAndPort(_ place: Substring, _ shown: String) throws(QuestDBError) -> (String, UInt16) {
        var host = place
        var rest = Substring()
        if place.first == "[" {
            guard let close = place.firstIndex(of: "]") else {
                throw .badAddress(shown, "the ] of the address is missing")
            }
            host = place[place.index(after: place.startIndex)..<close]
            rest = place[place.index(after: close)...]
            guard host.contains(":"),
                host.utf8.allSatisfy({ isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else { throw .badAddress(shown, "'\(host)' is not an IPv6 address") }
        } else {
            if let colon = place.firstIndex(of: ":") { (host, rest) = (place[..<colon], place[colon...]) }
            guard !host.isEmpty, host.utf8.allSatisfy(isNameByte) else {
                throw .badAddress(shown, host.isEmpty ? "no host in it" : "'\(host)' is not a host's name")
            }
        }
        if rest.isEmpty { return (String(host), 9000) }
        guard rest.first == ":", rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(rest.dropFirst()), port > 0
        else { throw .badAddress(shown, "'\(rest)' is not a port between :1 and :65535") }
        return (String(host), port)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        Character(UnicodeScalar(byte)).isHexDigit
    }

    /// Nil when an escape is broken or the bytes are no UTF-8.
    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16),
                rest.first != UInt8(ascii: "+")
            else { return nil }
            bytes.append(value)
            rest.removeFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
