extension AdapterEntry {
    /// Loads the library, here or in a worker process, and checks everything that it says of itself. The first time
    /// costs what the system's loader needs (0.05 ms for C, 2 ms for Swift); here a library is loaded once in a
    /// process. In a worker none of its code runs here, and every call starts a first worker.
    ///
    /// - Parameter run: where its code runs; nil: as `runMode` says.
    /// - Throws: all problems at once: those that were known, or those of the table, of the descriptor,
    ///   and every field in which the descriptor differs from the manifest.
    public func load(run: AdapterConfiguration.RunMode? = nil) throws(AdapterProblems) -> LoadedAdapter {
        guard problems.isEmpty, let manifest, let libraryPath else { throw AdapterProblems(problems) }
        switch run ?? runMode {
        case .inProcess: return try loadHere(manifest, libraryPath)
        case .worker: return try loadInWorker(manifest, libraryPath)
        }
    }

    private func loadHere(_ manifest: AdapterManifest, _ library: String) throws(AdapterProblems) -> LoadedAdapter {
        let reading: EntryTable.Reading
        do throws(AdapterProblem) {
            reading = try LibraryRegistry.reading(of: library, stamp: stamp)
        } catch {
            throw AdapterProblems([error])
        }
        let found = reading.problems + differences(between: manifest, and: reading.descriptor)
        guard found.isEmpty, let table = reading.table else { throw AdapterProblems(found) }
        return LoadedAdapter(manifest: manifest, settings: choice.settings, libraryPath: library, table: table)
    }

    private func loadInWorker(
        _ manifest: AdapterManifest, _ library: String
    ) throws(AdapterProblems) -> LoadedAdapter {
        if let reason = quarantineReason {
            throw AdapterProblems([
                AdapterProblem(
                    .quarantine, file: library,
                    "in quarantine, because \(reason); take a mended library, or let it run again: "
                        + "candlewick adapters --release \(id)")
            ])
        }
        guard let program = AdapterCatalog.workerProgram else {
            throw AdapterProblems([
                AdapterProblem(
                    .load, file: library,
                    "no candlewick-worker beside this program, and this adapter is run in a worker; install it, or set "
                        + "run = \"in-process\" in [adapter.\(id)] of adapters.conf if you trust it")
            ])
        }
        let pool = WorkerPool(
            id, library: FileSystem.canonical(library), stamp: stamp, program: program, limits: choice.limits,
            quarantine: quarantine)
        let reading: WorkerReading
        do throws(WorkerLoss) {
            reading = try pool.read()
        } catch {
            throw AdapterProblems([AdapterProblem(.load, file: library, "while it was loaded in a worker it \(error)")])
        }
        let found = reading.problems + differences(between: manifest, and: reading.fields)
        guard found.isEmpty else { throw AdapterProblems(found) }
        return LoadedAdapter(
            manifest: manifest, settings: choice.settings, libraryPath: library, workers: pool, reading: reading)
    }

    private func differences(
        between manifest: AdapterManifest, and fields: [DescriptorField: String]
    ) -> [AdapterProblem] {
        DescriptorField.allCases.compactMap { field in
            // A field that could not be read is a problem already.
            guard let inside = fields[field] else { return nil }
            let beside = manifest.descriptor.text(of: field)
            if inside == beside { return nil }
            return AdapterProblem(
                .descriptor, file: manifestPath, key: field.rawValue,
                "the manifest says \"\(beside)\", the library says \"\(inside)\"; expected the same")
        }
    }
}
