import Access
import HTTPTypes
import Hummingbird

/// From where a request comes, and how.
struct RequestOrigin {
    /// Who asked: an address without its port.
    let address: String
    /// Whether nobody on the way could read it.
    let isSecure: Bool

    /// - Parameter peer: who has the connection. What a proxy says of others is believed of the trusted one alone, and of that
    ///   only the last word, which is its own: what stands before it anybody can have written.
    init(_ request: Request, peer: String, _ settings: HubServerSettings) {
        let peer = RemoteAddress(peer)
        let text = peer?.description ?? "unknown"
        guard let proxy = settings.trustedProxy, peer == proxy else {
            (address, isSecure) = (text, settings.tls != nil)
            return
        }
        let said = Self.last(request.headers[values: .forwardedFor]).flatMap { RemoteAddress($0) }
        address = said?.description ?? text
        isSecure = Self.last(request.headers[values: .forwardedProto])?.lowercased() == "https"
    }

    /// Whether somebody else's word came along that we were told nothing of: then nobody knows who asks.
    static func isForwarded(_ request: Request) -> Bool {
        [.forwardedFor, .forwarded, .forwardedHost, .forwardedProto, .realIP].contains { request.headers[$0] != nil }
    }

    private static func last(_ values: [String]) -> String? {
        guard let word = values.last?.split(separator: ",").last else { return nil }
        return word.trimmingPrefix { $0 == " " }.split(separator: " ").first.map(String.init)
    }
}

extension HTTPField.Name {
    // All of these are names that HTTP allows.
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
    static let forwardedHost = HTTPField.Name("X-Forwarded-Host")!
    static let forwarded = HTTPField.Name("Forwarded")!
    static let realIP = HTTPField.Name("X-Real-IP")!
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
