/// Who asks.
public struct Principal: Hashable, Sendable {
    /// A token's name; `local` for a user of this machine who needs none.
    public var name: String
    /// What is allowed.
    public var role: Role

    /// Somebody.
    public init(name: String, role: Role) { (self.name, self.role) = (name, role) }

    /// A user of this machine, where no tokens have been made.
    public static let local = Principal(name: "local", role: .admin)
}
