import Foundation
import Reporting
import Testing

/// What a parser that knows nothing of this room found in a page.
struct PageReading: Decodable {
    struct Table: Decodable {
        var caption: String?
        var rows: [[String]]
        var scopes: Int
    }

    struct Picture: Decodable {
        var role: String?
        var title: String?
        var paths: [[String?]]
    }

    var wrong: [String]
    var urls: [String]
    var tags: [String: Int]
    var tables: [Table]
    var pictures: [Picture]
    var details: [Bool]
    var text: String

    /// The pictures of lines: keys and the axis have no role.
    var lines: [Picture] { pictures.filter { $0.role == "img" } }

    func table(_ caption: String) throws -> Table {
        try #require(tables.first { $0.caption?.hasPrefix(caption) == true }, "no table with the caption \(caption)")
    }

    static let python = "/usr/bin/python3"
    static let hasPython = FileManager.default.isExecutableFile(atPath: python)
    static let absence: Comment = "python3, whose HTML parser reads the page, is not installed"

    /// Reads a page with Python's HTML parser.
    static func read(_ report: HistoryReport) throws -> PageReading {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            // What stays behind in the temporary folder harms nothing.
            try? FileManager.default.removeItem(at: folder)
        }
        let (page, answer) = (folder.appending(path: "report.html"), folder.appending(path: "page.json"))
        try Data(report.html()).write(to: page)
        try Data().write(to: answer)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/read_page.py").path, page.path,
        ]
        process.standardOutput = try FileHandle(forWritingTo: answer)
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "read_page.py failed; what it said is above")
        return try JSONDecoder().decode(PageReading.self, from: Data(contentsOf: answer))
    }
}
