import Access
import Hummingbird
import NIOCore

/// What the form for a new token sends, as it was written.
struct TokenForm {
    let name: String
    let role: String
    /// Empty for a token that never runs out.
    let days: String

    /// Bytes of it.
    static let longest = 4096

    private struct Body: Decodable {
        var name: String?
        var role: String?
        var expires_days: String?
    }

    init(_ bytes: ByteBuffer) throws {
        let body: Body
        do {
            body = try URLEncodedFormDecoder().decode(Body.self, from: String(buffer: bytes))
        } catch {
            throw Problem(.badRequest, "Bad form", "send name, role and expires_days as the form of this page does")
        }
        name = body.name?.trimmingSpaces ?? ""
        role = body.role ?? ""
        days = body.expires_days?.trimmingSpaces ?? ""
    }

    /// What is wanted.
    ///
    /// - Throws: a `Problem` that names the field.
    func wish() throws -> TokenWish {
        guard days.isEmpty || Int(days) != nil else {
            throw Problem.parameter("expires_days", "give a whole number of days, or nothing")
        }
        return try TokenWish(name: name, role: role, days: Int(days))
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var rest = self[...]
        while rest.first?.isWhitespace ?? false { rest.removeFirst() }
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return String(rest)
    }
}
