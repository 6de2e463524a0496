import Foundation

/// A new folder that is removed when this goes.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "candlewick-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed stays behind in the folder for temporary files.
        try? FileManager.default.removeItem(at: url)
    }

    var path: String { url.path }

    @discardableResult func write(_ text: String, to name: String) throws -> URL {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file
    }

    /// Puts a copy there: a library is loaded once under its path, and each test has its own.
    func copy(_ file: URL, as name: String) throws {
        try FileManager.default.copyItem(at: file, to: url.appending(path: name))
    }
}
