public import AdapterHost
import Foundation

extension CheckPlace {
    /// The adapter as the host finds it, with what the host finds wrong before it runs any of its code.
    public func entry() -> AdapterEntry {
        var choice = AdapterConfiguration.Choice()
        choice.runMode = runMode
        return AdapterEntry(manifest: manifest, choice: choice, libraryFolders: libraryFolders)
    }

    /// What the checks look at. Reads every case.
    ///
    /// - Throws: `WrongUse` for a case that cannot be read, naming its file and what was expected there.
    public func subject(seed: UInt64) throws(WrongUse) -> CheckSubject {
        let entry = entry()
        guard let cases else { return CheckSubject(entry, seed: seed) }
        do {
            let (exchanges, files) = try Self.cases(in: URL(filePath: cases))
            for one in exchanges where entry.manifest.map({ $0.id != one.adapter }) ?? false {
                throw CaseProblem(
                    "\(cases)/\(one.name)/query.toml: adapter: found \"\(one.adapter)\"; expected \"\(entry.id)\", the "
                        + "adapter that is looked at")
            }
            return CheckSubject(entry, exchanges: exchanges, files: files, seed: seed)
        } catch {
            throw WrongUse("\(error)")
        }
    }

    /// A folder with `input` is a file's case, any other one of exchanges; by name.
    private static func cases(in folder: URL) throws -> ([AdapterCase], [FileCase]) {
        var (exchanges, files): ([AdapterCase], [FileCase]) = ([], [])
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            // A file beside the cases (a page about them) is none.
            let one = folder.appending(path: name)
            guard !name.hasPrefix("."), try one.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true else {
                continue
            }
            if FileCase.isOne(one) {
                files.append(try FileCase(contentsOf: one))
            } else {
                exchanges.append(try AdapterCase(contentsOf: one))
            }
        }
        return (exchanges, files)
    }
}
