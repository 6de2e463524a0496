import Glibc
import Synchronization

/// Libraries that were loaded, each once in a process and for ever: a Swift image cannot be unloaded,
/// so none is.
package enum LibraryRegistry {
    private struct Loaded {
        let stamp: FileStamp
        let reading: EntryTable.Reading
    }

    private static let loaded = Mutex<[String: Loaded]>([:])

    /// The table of a library, loading it when that was not done yet. Any thread; one at a time.
    ///
    /// - Throws: when the file is not the one that was checked, or not the one that is loaded under its
    ///   name, or when the system's loader refuses it.
    package static func reading(
        of path: String, stamp expected: FileStamp?
    ) throws(AdapterProblem) -> EntryTable.Reading {
        let path = FileSystem.canonical(path)
        let stamp: FileStamp
        do throws(FileFailure) {
            stamp = try FileSystem.stamp(ofReadable: path)
        } catch {
            throw AdapterProblem(
                .missingLibrary, file: path, "\(error.message); expected a shared library that can be read")
        }
        if let expected, expected != stamp {
            throw AdapterProblem(
                .digest, file: path, "the file was replaced after it was checked; look for adapters again")
        }
        let result: Result<EntryTable.Reading, AdapterProblem> = loaded.withLock { loaded in
            if let known = loaded[path] {
                if known.stamp == stamp { return .success(known.reading) }
                return .failure(
                    AdapterProblem(
                        .load, file: path,
                        "another version of this file is loaded already and cannot be unloaded; start the host again"))
            }
            return open(path).flatMap { reading in
                // Between the look at it and the loader's own opening it can have been exchanged; one that cannot be
                // read any more was.
                guard (try? FileSystem.stamp(ofReadable: path)) == stamp else {
                    return .failure(
                        AdapterProblem(
                            .digest, file: path, "the file was replaced while it was loaded; start the host again"))
                }
                loaded[path] = Loaded(stamp: stamp, reading: reading)
                return .success(reading)
            }
        }
        return try result.get()
    }

    private static func open(_ path: String) -> Result<EntryTable.Reading, AdapterProblem> {
        // The loader would map what is not there, and the first look at it would end this process.
        if let missing = LibraryLength.missing(of: path) {
            return .failure(
                AdapterProblem(
                    .load, file: path,
                    "cut short: \(missing) bytes of it are missing at its end; take it anew from its maker"))
        }
        // RTLD_LOCAL: adapters do not see each other's symbols. RTLD_NODELETE: see above. The handle is
        // kept by the process and never closed.
        guard let handle = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            return .failure(AdapterProblem(.load, file: path, "the system's loader refuses it: \(lastError())"))
        }
        guard let symbol = unsafe dlsym(handle, "candlewick_adapter_entry") else {
            return .failure(
                AdapterProblem(
                    .table, file: path,
                    "no symbol candlewick_adapter_entry; expected a library built with candlewick_adapter.h"))
        }
        return unsafe .success(EntryTable.read(UnsafeRawPointer(symbol), of: path))
    }

    private static func lastError() -> String {
        guard let text = unsafe dlerror() else { return "it does not say why" }
        // The text belongs to the loader and is copied at once.
        return unsafe String(cString: text)
    }
}
