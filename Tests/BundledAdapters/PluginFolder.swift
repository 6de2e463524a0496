public import Conformance
public import AdapterHost
public import Foundation

/// The adapters of this package, as a host finds them: by their manifests, the libraries beside the tests.
public enum PluginFolder {
    /// The package's root.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Replies of real sources, which are not part of the project.
    public static let fixtures = root.deletingLastPathComponent().appending(path: "shared/fixtures")

    /// The adapter of an id, loaded, in this process unless said otherwise.
    ///
    /// - Throws: what is wrong with it, in the host's words.
    public static func adapter(
        _ id: String, run mode: AdapterConfiguration.RunMode? = nil
    ) throws -> LoadedAdapter {
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [root.appending(path: "Plugins").path]))
        guard let entry = catalog[id] else {
            throw CaseProblem("no adapter \(id) in Plugins: \(catalog.problems.map(\.description))")
        }
        return try entry.load(run: mode)
    }

    /// The cases of an adapter's folder, `KrakenREST`. Stops the process when they cannot be read: a test that runs
    /// over no case would pass.
    public static func cases(_ folder: String) -> [AdapterCase] {
        do {
            let cases = try AdapterCase.all(in: root.appending(path: "Plugins/\(folder)/Cases"))
            precondition(!cases.isEmpty, "Plugins/\(folder)/Cases is empty")
            return cases
        } catch {
            fatalError("the cases of \(folder) cannot be read: \(error)")
        }
    }
}
