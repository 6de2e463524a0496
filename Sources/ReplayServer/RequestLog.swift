import Checksum
import Synchronization
import Transport

/// The requests that came, with credentials as hashes.
final class RequestLog: Sendable {
    private struct State {
        var requests: [ServedRequest] = []
        var connections = 0
        var count = 0
        var credentialHeaders: Set<String> = []
    }

    private let state = Mutex(State())
    private let keepsCredentials: Bool
    /// More than so many are counted and not kept.
    private let limit: Int

    init(keepsCredentials: Bool, limit: Int) { (self.keepsCredentials, self.limit) = (keepsCredentials, limit) }

    /// The number of a new connection.
    func connect() -> Int {
        state.withLock { state in
            state.connections += 1
            return state.connections
        }
    }

    /// Names of headers, in lower case, that hold a credential though they do not look like it.
    func add(credentialHeaders names: Set<String>) { state.withLock { $0.credentialHeaders.formUnion(names) } }

    /// Notes a request and gives it its number.
    func add(_ request: inout ServedRequest) {
        var noted = request
        let names = state.withLock { $0.credentialHeaders }
        if !keepsCredentials {
            for index in noted.headers.indices where Self.isCredential(noted.headers[index], names) {
                noted.headers[index].value = Self.hash(noted.headers[index].value)
            }
        }
        request.number = state.withLock { state in
            state.count += 1
            noted.number = state.count
            if state.requests.count < limit { state.requests.append(noted) }
            return state.count
        }
    }

    var count: Int { state.withLock { $0.count } }
    var connections: Int { state.withLock { $0.connections } }

    func requests(on path: PathPattern) -> [ServedRequest] {
        state.withLock { $0.requests }.filter { path.matches($0.path) }
    }

    func removeAll() {
        state.withLock {
            $0.requests = []
            $0.count = 0
        }
    }

    private static func isCredential(_ header: SourceHeader, _ names: Set<String>) -> Bool {
        header.tellsASecret || names.contains(header.name.lowercased())
    }

    private static func hash(_ value: String) -> String {
        var digest = SHA256()
        // Bytes have no padding that could be undefined.
        unsafe digest.update(Array(value.utf8).span.bytes)
        return "sha256:" + digest.hexadecimal()
    }
}
