import Access
import HTTPTypes
import Hummingbird
import NIOCore

/// An error as RFC 9457 wants it: `application/problem+json`.
struct Problem: Error, HTTPResponseError {
    var status: HTTPResponse.Status
    /// The class in a few words, the same every time.
    var title: String
    /// What happened this time, what was expected and what to do.
    var detail: String
    /// The parameter that is wrong.
    var parameter: String?
    /// Who asked, where that was found out: a page says it.
    var who: Principal?
    /// Further headers: `Retry-After`, `WWW-Authenticate`.
    var headers = HTTPFields()

    init(
        _ status: HTTPResponse.Status, _ title: String, _ detail: String, parameter: String? = nil,
        headers: HTTPFields = HTTPFields()
    ) {
        (self.status, self.title, self.detail) = (status, title, detail)
        (self.parameter, self.headers) = (parameter, headers)
    }

    /// A parameter that cannot be used.
    static func parameter(_ name: String, _ detail: String) -> Problem {
        Problem(.badRequest, "Bad parameter", "\(name): \(detail)", parameter: name)
    }

    private struct Document: Encodable {
        var type = "about:blank"
        var title: String
        var status: Int
        var detail: String
        var parameter: String?
        var instance: String
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let document = Document(
            title: title, status: status.code, detail: detail, parameter: parameter, instance: request.uri.path)
        var response = try JSONResponse.response(document, status: status)
        response.headers[.contentType] = "application/problem+json"
        for field in headers { response.headers.append(field) }
        return response
    }
}
