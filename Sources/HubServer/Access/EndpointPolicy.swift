import Access
import HTTPTypes

/// What each endpoint asks for. One that nobody thought of needs a token: to read where it only reads, to operate where it
/// changes something.
enum EndpointPolicy {
    enum Need: Hashable {
        /// Everybody may: who asks is not even looked at.
        case nothing
        case role(Role)
    }

    /// For everybody: whether the hub lives and is ready, how to log in, and what the page for that loads. No more: what the
    /// API can do says something of who runs it, so that its description is for readers.
    private static let open: Set<String> = ["/healthz", "/readyz", "/login"]

    /// - Parameter path: the endpoint as it was registered (`/v1/jobs/{id}`), not as it was asked for, which can be written in
    ///   many ways; nil where there is none.
    static func need(_ path: String?, _ method: HTTPRequest.Method, opensMetrics: Bool) -> Need {
        let reads = [.get, .head, .options].contains(method)
        guard let path else { return .role(reads ? .read : .operate) }
        if reads, open.contains(path) || path.hasPrefix("/assets/") { return .nothing }
        if path == "/login", method == .post { return .nothing }
        if path == "/metrics", reads, opensMetrics { return .nothing }
        if path == "/logout" { return .role(.read) }
        if ["/v1/tokens", "/v1/audit", "/tokens", "/audit"].contains(where: { isBelow($0, path) }) {
            return .role(.admin)
        }
        return .role(reads ? .read : .operate)
    }

    private static func isBelow(_ root: String, _ path: String) -> Bool { path == root || path.hasPrefix(root + "/") }
}
