extension AdapterEntry {
    /// The adapter of one manifest, wherever it lies, whoever may write there, and whatever `adapters.conf` says: for
    /// who looks at it.
    ///
    /// Costs what a catalog spends on one adapter: a small file, a look at the library. What is wrong is in `problems`.
    ///
    /// - Parameters:
    ///   - path: a file `adapter.toml` or `NAME.adapter.toml`.
    ///   - choice: what is wanted of it; without one it is enabled and has no settings.
    ///   - libraryFolders: where its library is looked for when it does not lie beside the manifest.
    public init(
        manifest path: String, choice: AdapterConfiguration.Choice = .init(), libraryFolders: [String] = []
    ) {
        let configuration = AdapterConfiguration(folders: [])
        let found = AdapterCheck(configuration, libraryFolders: libraryFolders, quarantine: nil)
            .entry(manifest: path)
        self.init(
            id: found.id, manifest: found.manifest, manifestPath: path, libraryPath: found.libraryPath,
            cameWithHub: found.cameWithHub, choice: choice, problems: found.problems.filter { $0.code != .writable },
            stamp: found.stamp, quarantine: nil)
    }

    /// The library's SHA-256, 64 lower-case hexadecimal digits; nil when there is no library. Reads it once.
    ///
    /// - Throws: what the system says when it cannot be read.
    public func libraryDigest() throws(AdapterProblem) -> String? {
        guard let libraryPath else { return nil }
        do throws(FileFailure) {
            return try FileDigest.sha256(of: libraryPath)
        } catch {
            throw AdapterProblem(.missingLibrary, file: libraryPath, error.message)
        }
    }
}
