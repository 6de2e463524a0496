/// What lies beside a library and says what it is, so that a host can list adapters without running
/// their code: `NAME.adapter.toml` or `adapter.toml`. The format is described in `docs/adapter-abi.md`.
public struct AdapterManifest: Hashable, Sendable {
    /// What the library says of itself too.
    public var descriptor: AdapterDescriptor
    /// One line for people.
    public var summary: String
    /// The ABI's major version.
    public var abiMajor: Int
    /// The ABI's minor version that the adapter needs at least.
    public var abiMinor: Int
    /// Platform (`linux-x86_64`) to the library's file name.
    public var libraries: [String: String]
    /// Platform to the library's SHA-256 in lower-case hexadecimal, where the manifest gives one.
    public var digests: [String: String]
    /// The source's asset codes to the hub's names: XBT to BTC.
    public var aliases: [String: String]

    /// What the source can be asked for at all, and how its files are called.
    public var reach: ManifestReach

    /// The source's name in the store.
    public var id: String { descriptor.id }

    /// The hub's name of the source's asset code: the alias, or the code itself.
    public func hubName(of code: String) -> String { aliases[code] ?? code }

    /// Reads a manifest. Costs one small file.
    ///
    /// - Throws: everything that is wrong with it, each naming the key and what was expected.
    public init(contentsOf file: String) throws(AdapterProblems) {
        var reader = ManifestReader(file: file)
        guard let manifest = reader.manifest(), reader.problems.isEmpty else {
            throw AdapterProblems(reader.problems)
        }
        self = manifest
    }

    init(
        descriptor: AdapterDescriptor, summary: String, abi: (major: Int, minor: Int),
        libraries: [String: String], digests: [String: String], aliases: [String: String], reach: ManifestReach
    ) {
        self.reach = reach
        self.descriptor = descriptor
        self.summary = summary
        (abiMajor, abiMinor) = abi
        self.libraries = libraries
        self.digests = digests
        self.aliases = aliases
    }
}
