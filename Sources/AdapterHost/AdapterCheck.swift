import CAdapterABI

/// The checks of one adapter that run none of its code.
struct AdapterCheck {
    private let configuration: AdapterConfiguration
    private let libraryFolders: [String]
    private let quarantine: Quarantine?

    init(_ configuration: AdapterConfiguration, libraryFolders: [String], quarantine: Quarantine?) {
        self.configuration = configuration
        self.libraryFolders = libraryFolders
        self.quarantine = quarantine
    }

    /// Whether a library lies where the hub's own ones lie.
    private func cameWithHub(_ library: String?) -> Bool {
        guard let library else { return false }
        let folder = FileSystem.folder(of: FileSystem.canonical(library))
        return libraryFolders.contains { FileSystem.canonical($0) == folder }
    }

    func entry(manifest path: String) -> AdapterEntry {
        let manifest: AdapterManifest
        do throws(AdapterProblems) {
            manifest = try AdapterManifest(contentsOf: path)
        } catch {
            return AdapterEntry(
                id: Self.id(from: path), manifest: nil, manifestPath: path, libraryPath: nil, cameWithHub: false,
                choice: .init(), problems: error.problems, stamp: nil, quarantine: nil)
        }
        let (choice, found) = configuration.choice(of: manifest.id)
        var problems = found + FileTrust.problems(of: path)
        if choice.source.credential != nil, manifest.descriptor.credentials.isEmpty {
            problems.append(
                AdapterProblem(
                    .configuration, file: configuration.origin, key: "adapter.\(manifest.id).credential",
                    "this adapter names no credential; leave it out"))
        }
        if !choice.isEnabled {
            problems.append(
                AdapterProblem(
                    .disabled, file: configuration.origin, key: "adapter.\(manifest.id).enabled",
                    "switched off; set it to true to use this adapter"))
        }
        if let problem = Self.abiProblem(of: manifest, at: path) { problems.append(problem) }
        let library = library(of: manifest, at: path, problems: &problems)
        return AdapterEntry(
            id: manifest.id, manifest: manifest, manifestPath: path, libraryPath: library?.path,
            cameWithHub: cameWithHub(library?.path), choice: choice, problems: problems, stamp: library?.stamp,
            quarantine: quarantine)
    }

    /// `kraken-csv.adapter.toml` and `kraken-csv/adapter.toml` are both called `kraken-csv`.
    private static func id(from path: String) -> String {
        let name = FileSystem.lastPart(of: path)
        if name == "adapter.toml" { return FileSystem.lastPart(of: FileSystem.folder(of: path)) }
        return String(name.dropLast(".adapter.toml".count))
    }

    private static func abiProblem(of manifest: AdapterManifest, at path: String) -> AdapterProblem? {
        let (major, minor) = (Int(CW_ABI_MAJOR), Int(CW_ABI_MINOR))
        if manifest.abiMajor != major {
            return AdapterProblem(
                .abi, file: path, key: "abi.major",
                "made for ABI \(manifest.abiMajor).\(manifest.abiMinor); this host has \(major).\(minor) and "
                    + "needs an adapter of major version \(major)")
        }
        if manifest.abiMinor > minor {
            return AdapterProblem(
                .abi, file: path, key: "abi.minor",
                "needs ABI \(major).\(manifest.abiMinor); this host has \(major).\(minor): update the host, or take "
                    + "an older version of the adapter")
        }
        return nil
    }

    private func library(
        of manifest: AdapterManifest, at path: String, problems: inout [AdapterProblem]
    ) -> (path: String, stamp: FileStamp?)? {
        guard let name = manifest.libraries[Platform.current] else {
            let there = manifest.libraries.keys.sorted().joined(separator: ", ")
            problems.append(
                AdapterProblem(
                    .platform, file: path, key: "library.\(Platform.current)",
                    "no library for this platform; there is one for: \(there)"))
            return nil
        }
        let folders = [FileSystem.folder(of: path)] + libraryFolders
        let candidates = folders.map { FileSystem.resolve(name, from: $0) }
        guard let library = candidates.first(where: FileSystem.exists) else {
            problems.append(
                AdapterProblem(
                    .missingLibrary, file: path, key: "library.\(Platform.current)",
                    "\(name) is not there; looked in \(folders.joined(separator: ", "))"))
            return nil
        }
        do throws(FileFailure) {
            for problem in FileTrust.problems(of: library) where !problems.contains(problem) {
                problems.append(problem)
            }
            let file = try OpenFile(library)
            let (expected, pin) = (manifest.digests[Platform.current], configuration.choices[manifest.id]?.sha256)
            if expected != nil || pin != nil || configuration.requiresPins {
                let digest = LibraryDigest(library: library, actual: try FileDigest.sha256(of: file))
                if let problem = digest.problem(manifest: path, expected: expected) { problems.append(problem) }
                if let problem = digest.problem(
                    pin: pin, isRequired: configuration.requiresPins, of: manifest.id, configuration: configuration)
                {
                    problems.append(problem)
                }
            }
            return (library, file.stamp)
        } catch {
            problems.append(
                AdapterProblem(
                    .missingLibrary, file: library, "\(error.message); expected a shared library that can be read"))
            return (library, nil)
        }
    }
}
