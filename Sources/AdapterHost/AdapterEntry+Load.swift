extension AdapterEntry {
    /// Loads the library and checks everything that it says of itself. The first time costs what the
    /// system's loader needs (0.05 ms for C, 2 ms for Swift); a library is loaded once in a process.
    ///
    /// - Throws: all problems at once: those that were known, or those of the table, of the descriptor,
    ///   and every field in which the descriptor differs from the manifest.
    public func load() throws(AdapterProblems) -> LoadedAdapter {
        guard problems.isEmpty, let manifest, let libraryPath else { throw AdapterProblems(problems) }
        let reading: EntryTable.Reading
        do throws(AdapterProblem) {
            reading = try LibraryRegistry.reading(of: libraryPath, stamp: stamp)
        } catch {
            throw AdapterProblems([error])
        }
        let found = reading.problems + differences(between: manifest, and: reading)
        guard found.isEmpty, let table = reading.table else { throw AdapterProblems(found) }
        return LoadedAdapter(manifest: manifest, settings: choice.settings, libraryPath: libraryPath, table: table)
    }

    private func differences(
        between manifest: AdapterManifest, and reading: EntryTable.Reading
    ) -> [AdapterProblem] {
        DescriptorField.allCases.compactMap { field in
            // A field that could not be read is a problem already.
            guard let inside = reading.descriptor[field] else { return nil }
            let beside = manifest.descriptor.text(of: field)
            if inside == beside { return nil }
            return AdapterProblem(
                .descriptor, file: manifestPath, key: field.rawValue,
                "the manifest says \"\(beside)\", the library says \"\(inside)\"; expected the same")
        }
    }
}
