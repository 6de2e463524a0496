import Foundation
import Storage
import Transport

/// Moves what an ingest is through with out of the way: finished files to `ingested/`, empty and invalid ones
/// to `set-aside/`, in the folder that the user named or that the file lies in.
///
/// An archive moves when all of its members that an adapter knows are finished; not when options left some out.
public struct FileMover {
    /// Where files went.
    public struct Folder: Hashable, Sendable {
        /// The folder.
        public var path: String
        /// How many files.
        public var count: Int
    }

    private struct Move {
        var file: String
        var folder: String
        var name: String
    }

    private let moves: [Move]
    /// How many files go where, by folder.
    public let folders: [Folder]

    /// Plans the moves; nothing is touched yet.
    public init(plan: IngestPlan, summary: IngestSummary) { self.init(plan: plan, summaries: [summary]) }

    /// Plans the moves of what was read into several stores; what is not finished in one of them stays.
    public init(plan: IngestPlan, summaries: [IngestSummary]) {
        let records = summaries.map { summary in
            Dictionary(summary.files.map { ($0.path, $0.status) }, uniquingKeysWith: { $1 })
        }
        let troubled = Set(plan.problems.map(\.path))
        var moves: [Move] = []
        for (container, files) in Dictionary(grouping: plan.files, by: { Self.container($0.item) }) {
            // A file without a record was known already, unless the job was stopped before it.
            let states = files.flatMap { file in
                zip(summaries, records).map { summary, status in
                    status[file.item.path] ?? (summary.filesLeft == 0 ? .complete : .failed)
                }
            }
            let isArchive = container != files[0].item.path
            let hasMembersLeft =
                isArchive
                && (plan.narrowedArchives.contains(container) || troubled.contains { $0.hasPrefix(container + "/") })
            let folder: String
            if states.allSatisfy(\.isFinished), !hasMembersLeft {
                folder = "ingested"
            } else if !isArchive, states.allSatisfy({ $0 == .empty || $0 == .invalid }) {
                folder = "set-aside"
            } else {
                continue
            }
            moves.append(Self.move(container, files[0].item, to: folder, isArchive: isArchive))
        }
        self.moves = moves.sorted { $0.file < $1.file }
        folders = Dictionary(grouping: moves, by: \.folder).map { Folder(path: $0.key, count: $0.value.count) }
            .sorted { $0.path < $1.path }
    }

    /// Moves them; returns what could not be moved, and why.
    public func run() -> [String] {
        moves.compactMap { move in
            let target = URL(filePath: move.folder).appending(path: move.name)
            do {
                try FileManager.default.createDirectory(
                    at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                try FileManager.default.moveItem(at: URL(filePath: move.file), to: Self.free(target))
                return nil
            } catch {
                return "\(move.file): cannot be moved to \(move.folder): \(error.localizedDescription)"
            }
        }
    }

    private static func container(_ item: InputItem) -> String {
        if case .member(let archive, _) = item.place { archive } else { item.path }
    }

    private static func move(_ file: String, _ item: InputItem, to folder: String, isArchive: Bool) -> Move {
        // Below a folder that the user named the path is kept; a file that was named lies beside the new folder.
        if file == item.root {
            let url = URL(filePath: file)
            let beside = url.deletingLastPathComponent().appending(path: folder).relativePath
            return Move(file: file, folder: beside, name: url.lastPathComponent)
        }
        let root = item.root.hasSuffix("/") ? String(item.root.dropLast()) : item.root
        return Move(file: file, folder: "\(root)/\(folder)", name: String(file.dropFirst(root.count + 1)))
    }

    /// The target, with a number behind its name while a file is there already.
    private static func free(_ target: URL) -> URL {
        var candidate = target
        var number = 2
        while FileManager.default.fileExists(atPath: candidate.path) {
            candidate = target.deletingLastPathComponent().appending(path: "\(target.lastPathComponent).\(number)")
            number += 1
        }
        return candidate
    }
}
