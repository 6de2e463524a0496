public import AdapterHost
import Foundation

/// Where the adapter that is looked at lies, and what was recorded for it.
public struct CheckPlace: Hashable, Sendable {
    /// Its manifest.
    public var manifest: String
    /// Where its library is looked for when it does not lie beside the manifest.
    public var libraryFolders: [String]
    /// A folder of cases; nil when there is none, and what needs one is skipped.
    public var cases: String?
    /// Where its code runs within the process of a check.
    public var runMode = AdapterConfiguration.RunMode.inProcess

    /// A place that is known.
    public init(manifest: String, libraryFolders: [String] = [], cases: String? = nil) {
        (self.manifest, self.libraryFolders, self.cases) = (manifest, libraryFolders, cases)
    }

    /// Finds the manifest of a library (beside it) or of a folder (in it, the library in the folder's build places or
    /// beside this program), and its cases.
    ///
    /// - Parameters:
    ///   - path: a library, or a folder with a manifest.
    ///   - cases: the folder of cases; left out: `Cases` beside the manifest, where there is one.
    /// - Throws: `WrongUse`, with what was looked for and where.
    public init(_ path: String, cases: String? = nil) throws(WrongUse) {
        let file = URL(filePath: path).standardizedFileURL
        if Self.isFolder(file) {
            self.init(manifest: try Self.manifest(in: file).path, libraryFolders: Self.buildFolders(of: file))
        } else if FileManager.default.fileExists(atPath: file.path) {
            // Its library is the one beside it, this one: no other folder is looked into.
            self.init(manifest: try Self.manifest(of: file).path)
        } else {
            throw WrongUse("\(path): there is no such file or folder; name an adapter's library, or its folder")
        }
        self.cases = try Self.cases(cases, beside: URL(filePath: manifest))
    }

    private static func isFolder(_ file: URL) -> Bool {
        // Absent is no folder either, and said by who asks.
        (try? file.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
    }

    /// Where build tools put a library, seen from its package; then where this program lies.
    private static func buildFolders(of folder: URL) -> [String] {
        [".build/debug", ".build/release", "build", "target/release", "target/debug"]
            .map { folder.appending(path: $0).path } + AdapterCatalog.executableFolders
    }

    private static func manifests(in folder: URL) throws(WrongUse) -> [URL] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                .filter { $0 == "adapter.toml" || $0.hasSuffix(".adapter.toml") }.map { folder.appending(path: $0) }
        } catch {
            throw WrongUse("\(folder.path): it cannot be listed: \(error.localizedDescription)")
        }
    }

    private static func manifest(in folder: URL) throws(WrongUse) -> URL {
        let all = try manifests(in: folder)
        if let plain = all.first(where: { $0.lastPathComponent == "adapter.toml" }) { return plain }
        guard let first = all.first else {
            throw WrongUse("\(folder.path): no manifest; expected adapter.toml or NAME.adapter.toml in it")
        }
        guard all.count == 1 else {
            let names = all.map(\.lastPathComponent).joined(separator: ", ")
            throw WrongUse("\(folder.path): several manifests (\(names)); name the library of one of them")
        }
        return first
    }

    /// The manifest beside a library that names it. One that cannot be read names nothing: where it is the only one, it
    /// is taken all the same, and the checks say what is wrong with it.
    private static func manifest(of library: URL) throws(WrongUse) -> URL {
        let folder = library.deletingLastPathComponent()
        let all = try manifests(in: folder)
        let name = library.lastPathComponent
        var unreadable: [URL] = []
        for file in all {
            do throws(AdapterProblems) {
                if try AdapterManifest(contentsOf: file.path).libraries[Platform.current] == name { return file }
            } catch {
                unreadable.append(file)
            }
        }
        if all.count == 1, let only = unreadable.first { return only }
        throw WrongUse(
            all.isEmpty
                ? "\(library.path): no manifest beside it; expected a file *.adapter.toml there, or name the adapter's folder"
                : "\(library.path): none of the manifests beside it says library.\(Platform.current) = \"\(name)\": "
                    + all.map(\.lastPathComponent).joined(separator: ", "))
    }

    private static func cases(_ wanted: String?, beside manifest: URL) throws(WrongUse) -> String? {
        guard let wanted else {
            let usual = manifest.deletingLastPathComponent().appending(path: "Cases")
            return isFolder(usual) ? usual.path : nil
        }
        let folder = URL(filePath: wanted).standardizedFileURL
        guard isFolder(folder) else { throw WrongUse("--cases \(wanted): no such folder; expected a folder of cases") }
        return folder.path
    }
}

/// The checks were not asked for rightly; nothing was run.
public struct WrongUse: Error, CustomStringConvertible {
    /// What is wrong, and what was expected.
    public var description: String

    init(_ description: String) { self.description = description }
}
