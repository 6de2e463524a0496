import Foundation
import Testing

/// Real files beside the project, read in place.
enum Fixtures {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/fixtures")

    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: FileManager.default.fileExists(atPath: folder.path), "no real files: ../shared/fixtures is absent")

    static func file(_ path: String) -> URL { folder.appending(path: path) }
}
