import HTTPTypes
import Hummingbird

/// Whether a request that changes something, or opens a stream to both sides, was made by a page of ours or by no page.
///
/// Three things are asked, of which each would do in a browser of today: a content type that a form of another page cannot
/// send, the word of the browser where the request began, and the page's origin. Cookies are not sent from elsewhere either.
enum ForgeryCheck {
    /// - Throws: a `Problem` with status 403; 415 for another content type.
    static func check(_ request: Request, isSecure: Bool) throws {
        let isForm = request.method == .post && Self.isForm(request)
        if request.method != .get, !isForm { try checkContentType(request) }
        switch request.headers[.fetchSite] {
        case "same-origin": return
        case nil, "none": break
        default: throw refusal("the browser says that the request was begun by another site")
        }
        guard let origin = request.headers[.origin] else {
            if isForm, !Self.logins.contains(request.uri.path) {
                throw refusal("a form has to say by the header Origin that it is of a page of this hub")
            }
            return
        }
        guard let authority = request.head.authority,
            origin.lowercased() == "\(isSecure ? "https" : "http")://\(authority)".lowercased()
        else {
            throw refusal(
                "the header Origin names another site; behind a proxy, let it pass on Host and X-Forwarded-Proto")
        }
    }

    /// A form of a page, where pages have some: never below /v1, and only with the browser's word of where it stood. A token or
    /// a session is begun and ended by anybody who has it.
    private static func isForm(_ request: Request) -> Bool {
        !request.uri.path.hasPrefix("/v1/") && contentType(request) == "application/x-www-form-urlencoded"
    }

    private static let logins: Set<String> = ["/login", "/logout"]

    private static func contentType(_ request: Request) -> String? {
        request.headers[.contentType]?.prefix { $0 != ";" }.split(separator: " ").first?.lowercased()
    }

    private static func checkContentType(_ request: Request) throws {
        let type = Self.contentType(request)
        // Another page cannot send a DELETE without asking first, and we allow nobody.
        if type == nil, request.method == .delete { return }
        if type == "application/json" { return }
        throw Problem(
            .unsupportedMediaType, "Not JSON", "send Content-Type: application/json, also with an empty body")
    }

    private static func refusal(_ detail: String) -> Problem { Problem(.forbidden, "Not from here", detail) }
}
