/// How rows travel to the server.
public enum WireProtocol: String, Hashable, Sendable, CaseIterable {
    /// QuestDB's binary columns over a WebSocket; 9.4 and later.
    case qwp
    /// The line protocol over HTTP, version 2: doubles are binary; 9.0 and later.
    case ilp2
    /// The line protocol over HTTP, version 1: all is text; every QuestDB takes it.
    case ilp1
}

/// Which protocol to write by.
public enum WireChoice: Hashable, Sendable {
    /// The fastest that the server offers, asked at opening.
    case automatic
    /// This one, whatever the server offers.
    case only(WireProtocol)

    /// As it stands in settings: `auto`, `qwp`, `ilp2`, `ilp1`; nil for anything else.
    public init?(_ text: String) {
        if text == "auto" {
            self = .automatic
        } else if let wire = WireProtocol(rawValue: text) {
            self = .only(wire)
        } else {
            return nil
        }
    }
}
