import Foundation
import Glibc

/// Finds what there is to read below the paths that a user names: files, folders, ZIP archives.
public struct InputDiscovery: Sendable {
    /// What was found, sorted by path; members in the order of their archive's directory.
    public private(set) var items: [InputItem] = []
    /// What cannot be read, and why.
    public private(set) var problems: [TransportError] = []

    /// Folders that the hub moves files to; what is in them is done with.
    public static let finishedFolders: Set<String> = ["ingested", "set-aside"]

    // What was met already: a file that is named, and lies in a folder that is named too, is one file.
    private var seen: Set<String> = []

    /// Looks through the paths. Folders are walked to their ends; hidden entries and the hub's own
    /// `finishedFolders` are passed over, links to folders are not followed. What is met twice counts once.
    public init(paths: [String]) {
        for path in paths {
            if FileKind.of(path, followingLinks: true) == .folder {
                walk(folder: path, name: "", root: path)
            } else {
                let parts = path.split(separator: "/")
                add(file: path, name: parts.last.map(String.init) ?? path, root: path)
            }
        }
    }

    private mutating func walk(folder: String, name: String, root: String) {
        let entries: [String]
        do {
            entries = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            problems.append(
                TransportError(
                    .permission, folder, "the folder cannot be listed",
                    advice: "make it readable: chmod u+rx '\(folder)'"))
            return
        }
        for entry in entries where !entry.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + entry : "\(folder)/\(entry)"
            let entryName = name.isEmpty ? entry : "\(name)/\(entry)"
            switch FileKind.of(path, followingLinks: false) {
            case .link where FileKind.of(path, followingLinks: true) == .folder: continue
            case .folder:
                if Self.finishedFolders.contains(entry) { continue }
                // A folder with a data file's name is a mistake worth telling; what is in it is read all the same.
                if entry.lowercased().hasSuffix(".csv") {
                    problems.append(
                        TransportError(
                            .notAFile, path, "is a folder, its name says that it is a file",
                            advice: "rename the folder; the files in it are read"))
                }
                walk(folder: path, name: entryName, root: root)
            case .link, .other: add(file: path, name: entryName, root: root)
            }
        }
    }

    private mutating func add(file path: String, name: String, root: String) {
        guard seen.insert(Self.place(of: path)).inserted else { return }
        do throws(TransportError) {
            if path.lowercased().hasSuffix(".zip") {
                try addMembers(archive: path, name: name, root: root)
            } else {
                let file = try OpenFile(path: path)
                items.append(InputItem(path: path, name: name, root: root, place: .file, size: file.size))
            }
        } catch {
            problems.append(error)
        }
    }

    /// The same text for every way to write a path. A link keeps its own name: it says which series it is.
    private static func place(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        let folder = path.hasSuffix(name) ? String(path.dropLast(name.count)) : path
        // A new C string, or nil when there is no such folder; then nothing can be met twice but the text itself.
        guard let resolved = unsafe realpath(folder.isEmpty ? "." : folder, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved) + "/" + name
    }

    private mutating func addMembers(archive path: String, name: String, root: String) throws(TransportError) {
        var names: Set<String> = []
        for entry in try ZipArchive(path: path).entries() {
            if let problem = entry.problem {
                problems.append(problem)
            } else if !names.insert(entry.name).inserted {
                problems.append(
                    TransportError(
                        .badArchive, "\(path)/\(entry.name)",
                        "the archive has another member of this name; the first is read",
                        advice: "unpack the archive and give the files"))
            } else if entry.name.lowercased().hasSuffix(".zip") {
                problems.append(
                    TransportError(
                        .badArchive, "\(path)/\(entry.name)", "an archive within an archive is not read",
                        advice: "unpack '\(path)' and give the archives in it"))
            } else {
                items.append(
                    InputItem(
                        path: "\(path)/\(entry.name)", name: "\(name)/\(entry.name)", root: root,
                        place: .member(archive: path, entry), size: entry.size))
            }
        }
    }
}
