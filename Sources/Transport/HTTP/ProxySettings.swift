import Glibc

/// Whom requests go through. Never printed: a proxy's address may hold a password.
public struct ProxySettings: Hashable, Sendable {
    /// For `https` addresses, nil for none.
    public var https: String?
    /// For `http` addresses, nil for none.
    public var http: String?
    /// Hosts that are asked directly, as in `NO_PROXY`: names with what is below them, addresses, `*` for all.
    public var exceptions: [String]
    /// Whether the machine's own addresses (localhost, 127.0.0.1, ::1) go through it too.
    public var takesLoopback: Bool

    /// Proxies.
    public init(
        https: String? = nil, http: String? = nil, exceptions: [String] = [], takesLoopback: Bool = false
    ) {
        self.https = https
        self.http = http
        self.exceptions = exceptions
        self.takesLoopback = takesLoopback
    }

    /// None, whatever the environment says.
    public static let none = ProxySettings()

    /// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say now, in small letters first.
    public static var environment: ProxySettings {
        func read(_ name: String) -> String? {
            for name in [name.lowercased(), name] {
                // Copied at once; nobody changes the environment while the program runs.
                guard let value = unsafe getenv(name) else { continue }
                let text = unsafe String(cString: value)
                if !text.isEmpty { return text }
            }
            return nil
        }
        let all = read("ALL_PROXY")
        return ProxySettings(
            https: read("HTTPS_PROXY") ?? all, http: read("HTTP_PROXY") ?? all,
            exceptions: (read("NO_PROXY") ?? "").split { $0 == "," || $0 == " " }.map(String.init))
    }

    /// The proxy for an address of that scheme, empty for none.
    func address(scheme: String) -> String { (scheme == "https" ? https : http) ?? "" }

    /// A text of libcurl's without the proxies' addresses, in which a password can be.
    func scrub(_ text: String) -> String {
        [https, http].compactMap { $0 }.reduce(text) { $1.isEmpty ? $0 : $0.replacing($1, with: "<proxy>") }
    }

    /// As libcurl reads it.
    var exceptionList: String {
        (exceptions + (takesLoopback ? [] : ["localhost", "127.0.0.0/8", "::1"])).joined(separator: ",")
    }
}

extension ProxySettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whether there are any.
    public var description: String { https == nil && http == nil ? "no proxy" : "a proxy" }
    /// Whether there are any.
    public var debugDescription: String { description }
    /// Nothing within.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
