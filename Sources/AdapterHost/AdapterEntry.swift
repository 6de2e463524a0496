/// An adapter that was found: its manifest, its library, and what keeps it from being loaded.
public struct AdapterEntry: Sendable {
    /// The manifest's id; where the manifest cannot be read, the name of its file or folder.
    public let id: String
    /// Nil when it cannot be read or breaks its format.
    public let manifest: AdapterManifest?
    /// Where the manifest lies.
    public let manifestPath: String
    /// The library for this platform, nil when there is none.
    public let libraryPath: String?
    /// Whether the library lies where the hub's own ones lie.
    public let cameWithHub: Bool
    /// What the user wants of it.
    public let choice: AdapterConfiguration.Choice
    /// What the checks found that run no code; empty when it can be loaded.
    public internal(set) var problems: [AdapterProblem]
    /// The library as it was checked.
    let stamp: FileStamp?

    /// Where adapters that kept failing are remembered; nil for nowhere.
    let quarantine: Quarantine?

    /// Where its code runs: as the user says, else in the host's process when it came with the hub, and in a worker
    /// when it did not.
    public var runMode: AdapterConfiguration.RunMode { choice.runMode ?? (cameWithHub ? .inProcess : .worker) }

    /// Why it is not run any more, nil while it is: it kept failing in its workers.
    public var quarantineReason: String? {
        runMode == .worker && manifest != nil ? quarantine?.reason(id, stamp) : nil
    }

    /// Whether the checks that run no code found nothing.
    public var isUsable: Bool { problems.isEmpty }
}
