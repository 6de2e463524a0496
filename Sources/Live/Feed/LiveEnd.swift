/// Why somebody is told nothing more.
public enum LiveEnd: String, Hashable, Sendable {
    /// It read too slowly.
    case slow
    /// The hub stops.
    case stopping
    /// As many read as may.
    case full
    /// The reader is not let in any more.
    case revoked

    /// For people.
    public var sentence: String {
        switch self {
        case .slow: "slow: this reader fell too far behind; connect again and name the last event that was read"
        case .stopping: "stopping: the hub stops; connect again later and name the last event that was read"
        case .full: "full: as many read as may; connect again later"
        case .revoked: "revoked: the token is not good any more"
        }
    }
}
