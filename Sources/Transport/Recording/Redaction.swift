/// Secrets that must not be written, in the forms in which a source may repeat them.
struct Redaction: Sendable {
    /// What stands in a secret's place.
    static let mark = Array(Redactor.mark.utf8)

    /// The longest first: one may be the beginning of another.
    private let forms: [[UInt8]]

    init(_ secrets: [[UInt8]]) {
        var forms: Set<[UInt8]> = []
        for secret in secrets where !secret.isEmpty {
            forms.insert(secret)
            forms.insert(Self.percentEncoded(secret, digits: "0123456789ABCDEF"))
            forms.insert(Self.percentEncoded(secret, digits: "0123456789abcdef"))
            forms.insert(Self.escapedForJSON(secret, escapesSlash: true))
            forms.insert(Self.escapedForJSON(secret, escapesSlash: false))
            forms.insert(Self.base64(secret))
        }
        self.forms = forms.sorted { $0.count > $1.count }
    }

    /// These secrets and those.
    func joined(_ other: Redaction) -> Redaction { Redaction(sorted: Set(forms).union(other.forms)) }

    private init(sorted forms: Set<[UInt8]>) { self.forms = forms.sorted { $0.count > $1.count } }

    /// A text without the secrets.
    func cut(from text: String) -> String {
        if forms.isEmpty { return text }
        return String(decoding: cut(from: Array(text.utf8)), as: UTF8.self)
    }

    /// Bytes without the secrets.
    func cut(from bytes: [UInt8]) -> [UInt8] {
        var rest = 0
        var clean: [UInt8] = []
        // Where each form comes next; looked up again only when that place is passed.
        var places = forms.map { ByteSearch.first($0, in: bytes, from: 0) }
        while true {
            var first: Int?
            for index in forms.indices {
                if let place = places[index], place < rest {
                    places[index] = ByteSearch.first(forms[index], in: bytes, from: rest)
                }
                if let place = places[index], first.map({ place < places[$0] ?? .max }) ?? true { first = index }
            }
            guard let first, let place = places[first] else { break }
            clean += bytes[rest..<place]
            clean += Self.mark
            rest = place + forms[first].count
        }
        if rest == 0 { return bytes }
        return clean + bytes[rest...]
    }

    private static func percentEncoded(_ secret: [UInt8], digits: String) -> [UInt8] {
        let digits = Array(digits.utf8)
        return secret.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    private static func escapedForJSON(_ secret: [UInt8], escapesSlash: Bool) -> [UInt8] {
        secret.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "/") where escapesSlash: [UInt8(ascii: "\\"), byte]
            default: [byte]
            }
        }
    }

    private static func base64(_ secret: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: secret.count, by: 3) {
            let group = secret[start..<min(start + 3, secret.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return text
    }
}
