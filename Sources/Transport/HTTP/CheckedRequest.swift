/// A request of the adapter's that may be sent: its address is within reach, its headers are whole.
struct CheckedRequest: Sendable {
    let address: SourceAddress
    var method: String
    var body: [UInt8]
    var headers: [SourceHeader]
    let contentType: String
    let cost: Int

    /// The names of the credentials that it needs.
    var credentials: [String] {
        headers.compactMap(\.credential).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    init(_ request: SourceRequest, _ reach: SourceReach) throws(SourceAddress.Problem) {
        guard ["GET", "HEAD", "POST"].contains(request.method) else {
            throw SourceAddress.Problem(message: "its method is none of GET, HEAD and POST")
        }
        guard request.method == "POST" || request.body.isEmpty else {
            throw SourceAddress.Problem(message: "it has a body, which \(request.method) does not send")
        }
        for header in request.headers {
            if let problem = HeaderRules.problem(header) { throw SourceAddress.Problem(message: problem) }
        }
        address = try reach.address(request.address)
        (method, body, headers) = (request.method, request.body, request.headers)
        contentType = request.contentType
        cost = max(1, request.cost)
        if !headers.contains(where: { $0.name.lowercased() == "accept" }), !contentType.isEmpty {
            headers.append(SourceHeader("Accept", contentType))
        }
    }

    private init(_ other: CheckedRequest, at address: SourceAddress) {
        self.address = address
        (method, body, headers) = (other.method, other.body, other.headers)
        (contentType, cost) = (other.contentType, other.cost)
    }

    /// The request that a redirect asks for.
    func redirected(_ status: Int, to address: SourceAddress) -> CheckedRequest {
        var next = CheckedRequest(self, at: address)
        // What every client does, RFC 9110 15.4: only 307 and 308 keep the method.
        if status == 303 && method != "HEAD" || method == "POST" && (status == 301 || status == 302) {
            (next.method, next.body) = ("GET", [])
            next.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
        }
        if address.authority != self.address.authority || address.scheme != self.address.scheme {
            next.headers.removeAll(where: HeaderRules.isPersonal)
        }
        return next
    }
}
