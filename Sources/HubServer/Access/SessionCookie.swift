import Access
import Hummingbird

/// The cookie of a session. No script reads it and no other site's request carries it; over TLS the browser sends it nowhere
/// else, and takes it from nobody but us (`__Host-`).
enum SessionCookie {
    private static func name(isSecure: Bool) -> String { isSecure ? "__Host-candlewick" : "candlewick" }

    static func read(_ request: Request, isSecure: Bool) -> String? {
        request.cookies[name(isSecure: isSecure)]?.value
    }

    static func make(_ session: String, isSecure: Bool) -> Cookie {
        cookie(session, age: Int(Sessions.lifetime / 1_000_000_000), isSecure: isSecure)
    }

    /// Takes it back.
    static func clear(isSecure: Bool) -> Cookie { cookie("", age: 0, isSecure: isSecure) }

    private static func cookie(_ value: String, age: Int, isSecure: Bool) -> Cookie {
        Cookie(
            name: name(isSecure: isSecure), value: value, maxAge: age, path: "/", secure: isSecure, httpOnly: true,
            sameSite: .strict)
    }
}
