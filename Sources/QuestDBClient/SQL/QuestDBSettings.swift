/// What a server says about itself at `/settings`.
public struct QuestDBSettings: Hashable, Sendable {
    /// The versions of the line protocol that it takes; version 1 where it does not say.
    public var ilpVersions: Set<Int>
    /// `release.version` where the server says it.
    public var release: String?
    /// `release.type` (`OSS`, `EE`) where the server says it.
    public var releaseType: String?

    /// The newest version of the line protocol that both sides know: 2 or 1.
    public var ilpVersion: ILPVersion { ilpVersions.contains(2) ? .binary : .text }

    /// From the reply's JSON; nil when it is not an object.
    init?(_ json: JSONValue) {
        guard case .object = json else { return nil }
        // Newer servers put the server's own settings under `config`.
        let config = json["config"] ?? json
        ilpVersions = [1]
        if case .array(let versions)? = config["line.proto.support.versions"] {
            ilpVersions = Set(versions.compactMap { if case .number(let digits) = $0 { Int(digits) } else { nil } })
        }
        if case .string(let text)? = config["release.version"] { release = text }
        if case .string(let text)? = config["release.type"] { releaseType = text }
    }

    /// A server from before `/settings`.
    static let old = QuestDBSettings()
    private init() { ilpVersions = [1] }
}

extension QuestDBServer {
    /// Asks what the server supports; one that has no `/settings` takes version 1 of the line protocol.
    ///
    /// - Throws: `badReply` when something else answers, `tooOld` when no version is common.
    public func settings() throws(QuestDBError) -> QuestDBSettings {
        let (reply, body) = try http.get(HTTPRequest(path: "/settings"), limit: 1 << 20)
        if reply.status == 404 { return .old }
        guard reply.isSuccess else { throw .refused(reply, endpoint) }
        // Where it stops being JSON helps nobody: something else answers here.
        guard let json = try? JSONValue(body), let settings = QuestDBSettings(json) else {
            throw QuestDBError(
                .badReply, endpoint.address, "the reply to /settings is not QuestDB's JSON",
                advice: "check that the address is a QuestDB's HTTP port")
        }
        if settings.ilpVersions.isDisjoint(with: [1, 2]) {
            throw QuestDBError(
                .badReply, endpoint.address,
                "the server takes versions \(settings.ilpVersions.sorted()) of the line protocol, this client 1 and 2",
                advice: "set line.proto.support.versions at the server, or use a newer client")
        }
        return settings
    }
}
