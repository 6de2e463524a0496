/// All adapters that a configuration's folders hold, checked without running their code.
public struct AdapterCatalog: Sendable {
    /// Sorted by id, the first one of an id before its duplicates.
    public let entries: [AdapterEntry]
    /// What is wrong with the folders and the configuration, not with one adapter.
    public let problems: [AdapterProblem]

    /// Looks through the folders: `adapter.toml` and every `*.adapter.toml` directly in one, and every `*/adapter.toml`
    /// one level down. Costs a listing of each folder and, for each adapter, a small file and a look at
    /// the library (reading it whole where the manifest gives a SHA-256).
    ///
    /// A bad adapter is an entry with problems; a bad folder is a problem here. Neither stops the others.
    ///
    /// - Parameters:
    ///   - libraryFolders: where libraries are looked for that do not lie beside their manifest: the hub's own.
    ///   - quarantine: where adapters that kept failing are remembered; nil for nowhere.
    public init(
        _ configuration: AdapterConfiguration,
        libraryFolders: [String] = AdapterCatalog.executableFolders, quarantine: Quarantine? = nil
    ) {
        var problems: [AdapterProblem] = []
        var manifests: [String] = []
        var seenFolders: Set<String> = []
        for folder in configuration.folders where seenFolders.insert(FileSystem.canonical(folder)).inserted {
            do throws(FileFailure) {
                manifests += try Self.manifests(in: folder)
            } catch {
                problems.append(
                    AdapterProblem(
                        .folder, file: folder,
                        "\(error.message); expected a folder of adapters (folders in \(configuration.origin))"))
            }
        }
        var firsts: [String: String] = [:]
        var found: [AdapterEntry] = []
        for path in manifests {
            var entry = AdapterCheck(configuration, libraryFolders: libraryFolders, quarantine: quarantine)
                .entry(manifest: path)
            if let id = entry.manifest?.id {
                if let first = firsts[id] {
                    entry.problems.append(
                        AdapterProblem(
                            .duplicate, file: path, key: "id",
                            "\(first) has the id \"\(id)\" too and was found first; expected one adapter of an id"))
                } else {
                    firsts[id] = path
                }
            }
            found.append(entry)
        }
        let known = firsts.keys.sorted().joined(separator: ", ")
        for id in configuration.choices.keys.sorted() where firsts[id] == nil {
            problems.append(
                AdapterProblem(
                    .configuration, file: configuration.origin, key: "adapter.\(id)",
                    "no adapter with this id was found; "
                        + (known.isEmpty ? "no other was found either" : "expected one of: \(known)")
                ))
        }
        // Sorted by place where ids are equal, so that the first found stays before its duplicates.
        entries = found.enumerated().sorted { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) }
            .map(\.element)
        self.problems = problems
    }

    /// The adapter of an id: the one that was found first.
    public subscript(id: String) -> AdapterEntry? { entries.first { $0.id == id } }

    /// The folder of the running executable, where `swift build` puts libraries; empty when the system
    /// does not tell it.
    public static var executableFolders: [String] { FileSystem.executableFolder().map { [$0] } ?? [] }

    /// The program that runs adapters in processes of their own, beside the running executable; nil when it is not
    /// there.
    static var workerProgram: String? {
        FileSystem.executableFolder().map { "\($0)/candlewick-worker" }.flatMap { FileSystem.exists($0) ? $0 : nil }
    }

    private static func manifests(in folder: String) throws(FileFailure) -> [String] {
        guard FileSystem.exists(folder) else { throw FileFailure("there is no such folder") }
        var paths: [String] = []
        for name in try FileSystem.names(in: folder) {
            let path = FileSystem.resolve(name, from: folder)
            if name.hasSuffix(".adapter.toml") || name == "adapter.toml" { paths.append(path) }
            let inner = path + "/adapter.toml"
            if FileSystem.isFolder(path), FileSystem.exists(inner) { paths.append(inner) }
        }
        return paths
    }
}

extension AdapterConfiguration {
    /// What messages call it.
    var origin: String { file.isEmpty ? "the configuration" : file }
}
