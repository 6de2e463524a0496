import AdapterHost
import Foundation
import Ingestion
import Pipeline

/// The adapters that the configuration names.
struct Adapters {
    let file: String
    let catalog: AdapterCatalog

    init(_ options: AdapterOptions, settings: Settings) throws {
        file = try Self.find(options, settings)
        do {
            let configuration = try AdapterConfiguration(
                contentsOf: file, environment: ProcessInfo.processInfo.environment)
            catalog = AdapterCatalog(configuration, quarantine: Self.quarantine)
        } catch {
            throw Failure("\(error)")
        }
    }

    /// `CANDLEWICK_STATE`, or candlewick's own folder of the user's state.
    static var quarantine: Quarantine {
        if let named = Environment["CANDLEWICK_STATE"] { return Quarantine(folder: named + "/quarantine") }
        // HOME before the system's own list of users, which NSHomeDirectory asks.
        let home = Environment["XDG_STATE_HOME"] ?? (Environment["HOME"] ?? NSHomeDirectory()) + "/.local/state"
        return Quarantine(folder: home + "/candlewick/quarantine")
    }

    private static func find(_ options: AdapterOptions, _ settings: Settings) throws -> String {
        let environment = Environment["CANDLEWICK_ADAPTERS"]
        if let named = options.adapters ?? environment ?? settings.adapters { return named }
        let name = "adapters.conf"
        let beside = settings.file.map { URL(filePath: $0).deletingLastPathComponent().appending(path: name).path }
        for candidate in [beside, name] {
            if let candidate, FileManager.default.fileExists(atPath: candidate) { return candidate }
        }
        // Built in place, the program lies some folders below the package that holds the file.
        for start in AdapterCatalog.executableFolders {
            var folder = URL(filePath: start)
            for _ in 0..<5 {
                let candidate = folder.appending(path: name).path
                if FileManager.default.fileExists(atPath: candidate) { return candidate }
                folder.deleteLastPathComponent()
            }
        }
        throw Failure("no adapters.conf was found here or above the program; name one with --adapters FILE")
    }

    /// The adapters that decode files, loaded, in the order of their ids; what is wrong with the others goes to
    /// standard error and stops nobody.
    func fileAdapters() -> [FileAdapter] {
        for problem in catalog.problems { Terminal.note("candlewick: \(problem)") }
        return catalog.entries.compactMap { entry in
            // Without a manifest nobody knows whether it would have read files.
            guard let manifest = entry.manifest else {
                Self.note(entry.problems, of: entry)
                return nil
            }
            guard manifest.descriptor.transports.contains(.file) else { return nil }
            do throws(AdapterProblems) {
                let adapter = try entry.load()
                do throws(PipelineError) {
                    return FileAdapter(adapter, aliases: try AssetAliases(manifest.aliases))
                } catch {
                    Terminal.note("candlewick: adapter \(entry.id) is not used: \(error)")
                }
            } catch {
                Self.note(error.problems, of: entry)
            }
            return nil
        }
    }

    private static func note(_ problems: [AdapterProblem], of entry: AdapterEntry) {
        for problem in problems where problem.code != .disabled {
            Terminal.note("candlewick: adapter \(entry.id) is not used: \(problem)")
        }
    }
}
