/// Who asks. Never printed: neither its description nor a dump of it shows a secret.
public enum QuestDBCredential: Hashable, Sendable {
    /// Nobody in particular.
    case none
    /// HTTP basic authentication.
    case basic(user: String, password: String)
    /// A bearer token.
    case token(String)

    /// What cannot be sent in a header, nil when all can.
    func problem() -> String? {
        switch self {
        case .none: nil
        case .basic(let user, let password):
            if user.isEmpty || user.contains(":") {
                "a user name is not empty and has no colon"
            } else if Self.isUnprintable(user) || Self.isUnprintable(password) {
                "a user name and a password have no control characters"
            } else {
                nil
            }
        case .token(let token):
            token.isEmpty || !token.utf8.allSatisfy { (0x21...0x7e).contains($0) }
                ? "a token is printable ASCII without spaces" : nil
        }
    }

    private static func isUnprintable(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
    }
}

extension QuestDBCredential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind alone.
    public var description: String {
        switch self {
        case .none: "none"
        case .basic: "user and password"
        case .token: "token"
        }
    }

    /// The kind alone.
    public var debugDescription: String { description }

    /// Nothing within.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
