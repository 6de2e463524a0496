import HTTPTypes
import Synchronization

/// Which methods each path has: known when all of them are registered, which is after what stands before them was made.
final class KnownEndpoints: Sendable {
    private let methods = Mutex<[String: Set<String>]>([:])

    /// Takes note of what there is.
    func set(_ endpoints: [(path: String, method: HTTPRequest.Method)]) {
        let table = Dictionary(grouping: endpoints, by: \.path).mapValues { Set($0.map(\.method.rawValue)) }
        methods.withLock { $0 = table }
    }

    /// Whether a path is there and does not have this method.
    func lacks(_ method: HTTPRequest.Method, at path: String?) -> Bool {
        guard let path else { return false }
        return methods.withLock { $0[path].map { !$0.contains(method.rawValue) } } ?? false
    }
}
