public import AdapterHost

/// What came of all checks of an adapter.
public struct CheckReport: Sendable {
    /// The adapter's id.
    public var adapter: String
    /// Its version, empty where its manifest cannot be read.
    public var version: String
    /// Its manifest.
    public var manifest: String
    /// Its library, nil where there is none.
    public var library: String?
    /// The library's, 64 hexadecimal digits; nil where it cannot be read.
    public var sha256: String?
    /// Where its code ran within the process of each check.
    public var runMode: AdapterConfiguration.RunMode
    /// Where random numbers began.
    public var seed: UInt64
    /// In the order of the checks.
    public var outcomes: [CheckOutcome]

    /// A report. Reads the library once.
    public init(_ entry: AdapterEntry, seed: UInt64, outcomes: [CheckOutcome]) {
        adapter = entry.id
        version = entry.manifest?.descriptor.version ?? ""
        (manifest, library) = (entry.manifestPath, entry.libraryPath)
        runMode = entry.runMode
        // That it cannot be read is what a check says.
        sha256 = try? entry.libraryDigest()
        (self.seed, self.outcomes) = (seed, outcomes)
    }

    /// Whether all passed or were skipped.
    public var isGood: Bool { outcomes.allSatisfy(\.result.isGood) }

    /// How many have a result of that word.
    public func count(of word: String) -> Int { outcomes.count { $0.result.word == word } }

    static let words = ["passed", "failed", "crashed", "timed out", "skipped"]
}
