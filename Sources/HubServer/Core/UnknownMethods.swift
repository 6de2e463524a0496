import HTTPTypes
import Hummingbird

/// A path that there is tells OPTIONS the methods that it has, and answers to one that it does not have with 405 and these.
enum UnknownMethods {
    private static let methods: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .delete, .patch, .options, .trace, .connect]
        + [HTTPRequest.Method("QUERY")].compactMap(\.self)

    /// For all paths that the router has so far: to be called last.
    static func add(to router: Router<HubRequestContext>) {
        let routes = Dictionary(grouping: router.routes, by: \.path.description)
        for same in routes.values {
            let (path, there) = (same[0].path, Set(same.map(\.method)))
            // HEAD is answered wherever GET is: see `HeadResponder`.
            let all = there.union(there.contains(.get) ? [.head, .options] : [.options])
            let allowed = all.map(\.rawValue).sorted().joined(separator: ", ")
            for method in methods where !there.contains(method) {
                router.on(path, method: method) { request, _ -> Response in
                    if method == .options { return Response(status: .noContent, headers: [.allow: allowed]) }
                    throw Problem(
                        .methodNotAllowed, "Method not allowed", "\(request.uri.path) takes \(allowed)",
                        headers: [.allow: allowed])
                }
            }
        }
    }
}
