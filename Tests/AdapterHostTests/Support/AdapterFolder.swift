import AdapterHost
import Foundation
import Testing

/// A folder with one adapter in it, found as a user's would be.
struct AdapterFolder {
    let folder: TemporaryFolder
    let entry: AdapterEntry

    /// Compiles a source of `Adapters/` and lays it beside a manifest.
    init(_ source: String, flags: [String] = [], manifest: String = ManifestText.small()) throws {
        try self.init(library: CCompiler.library(CCompiler.sources.appending(path: source), flags: flags), manifest)
    }

    init(
        library: URL, _ manifest: String, settings: [String: String] = [:], limits: WorkerLimits = WorkerLimits(),
        quarantine: Quarantine? = nil
    ) throws {
        folder = try TemporaryFolder()
        try folder.copy(library, as: "small.so")
        try folder.write(manifest, to: "small.adapter.toml")
        var choice = AdapterConfiguration.Choice()
        choice.settings = settings
        choice.limits = limits
        let id = try AdapterManifest(contentsOf: folder.path + "/small.adapter.toml").id
        let catalog = AdapterCatalog(
            AdapterConfiguration(folders: [folder.path], choices: [id: choice]), libraryFolders: [],
            quarantine: quarantine)
        try #require(catalog.entries.count == 1 && catalog.problems.isEmpty)
        entry = catalog.entries[0]
    }

    /// The problems with which it refuses to load; empty when it loads.
    func problemsOfLoading() -> [AdapterProblem] {
        do throws(AdapterProblems) {
            _ = try entry.load(run: RunModes.current)
            return []
        } catch {
            return error.problems
        }
    }
}
