import CHubAssets
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// The page with the form for a token. Works without JavaScript.
enum LoginPage {
    /// Where to go after logging in: a path of ours, and nothing that a browser would take for another server's.
    static func next(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), text.utf8.count <= 2000 else { return "/" }
        let second = text.dropFirst().first
        // Browsers read a backslash as a slash, and skip control characters.
        guard second != "/", !text.contains("\\"), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return "/"
        }
        return text
    }

    /// The page; with what is wrong where there is something.
    static func response(next: String, problem: Problem? = nil) -> Response {
        var headers = problem?.headers ?? HTTPFields()
        headers[.wwwAuthenticate] = nil
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        // The form is sent to ourselves, and its browser then says from where.
        headers[.referrerPolicy] = "same-origin"
        var fields = ["next": next]
        if let problem { fields["problem"] = problem.detail }
        return Response(
            status: problem?.status ?? .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: template.render(fields))))
    }

    /// Who looks at a page with a browser and has no session is sent to the form; nil for everybody else.
    static func redirect(_ request: Request, _ problem: Problem) -> Response? {
        guard problem.status == .unauthorized, request.method == .get,
            request.headers[.accept]?.contains("text/html") ?? false, request.headers[.authorization] == nil
        else { return nil }
        let next = next(request.uri.string)
        return seeOther(next == "/" ? "/login" : "/login?next=\(encoded(next))")
    }

    static func seeOther(_ address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address, .cacheControl: "no-store"])
    }

    /// For a query: everything but letters and digits as `%2F`.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
        }.joined()
    }

    private static let template: MustacheTemplate = {
        let list = unsafe hub_assets_pages()
        // The list and what it points at are constants of the program; `count` and `length` are their sizes.
        let files = unsafe UnsafeBufferPointer(start: list.files, count: Int(list.count))
        for index in 0..<files.count {
            let file = unsafe files[index]
            guard unsafe String(cString: file.path) == "pages/login.mustache" else { continue }
            let bytes = unsafe UnsafeBufferPointer(start: file.bytes, count: Int(file.length))
            let text = unsafe String(decoding: bytes, as: UTF8.self)
            // Part of the program, and rendered by a test.
            do { return try MustacheTemplate(string: text) } catch { fatalError("login.mustache: \(error)") }
        }
        fatalError("login.mustache is not embedded")
    }()
}
