import Foundation
import Testing

/// A page that is followed: what it runs, and what it writes into which file.
struct WalkPage {
    enum Step {
        /// A line for the shell.
        case command(String)
        /// A block for a file, by its path in the adapter's folder.
        case block(file: String, lines: [String])
    }

    let steps: [Step]

    /// A block belongs to the file that was named last at the end of a line: "In `src/page.c`:".
    init(contentsOf url: URL) throws {
        var steps: [Step] = []
        var file: String?
        var block: (language: String, lines: [String])?
        let text = try String(contentsOf: url, encoding: .utf8)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                guard let ended = block else {
                    block = (String(line.dropFirst(3)), [])
                    continue
                }
                block = nil
                switch ended.language {
                case "sh": steps += ended.lines.map { .command($0) }
                case "text": break
                default: steps.append(.block(file: try #require(file, "a block without a file"), lines: ended.lines))
                }
            } else if block != nil {
                block?.lines.append(line)
            } else if line.hasSuffix("`:") {
                file = line.dropLast(2).split(separator: "`").last.map(String.init)
            }
        }
        self.steps = steps
    }
}

/// A file that blocks of a page are put into.
struct WalkedFile {
    private(set) var lines: [String]

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    var text: String { lines.joined(separator: "\n") }

    /// Lines `key = value` take the place of those of the same key.
    mutating func setKeys(_ block: [String]) throws {
        for line in block {
            let key = line.prefix { $0 != "=" }
            let index = try #require(lines.firstIndex { $0.hasPrefix(key) }, "no line \(key)")
            lines[index] = line
        }
    }

    /// Functions and tables of C take the place of those of the same name; new ones stand before the next that is not.
    mutating func setDeclarations(_ block: [String]) throws {
        var pending: [String] = []
        var declaration: [String] = []
        for line in block where !(line.isEmpty && declaration.isEmpty) {
            declaration.append(line)
            guard Self.ends(line) else { continue }
            if let place = place(of: declaration) {
                lines.replaceSubrange(place, with: pending + declaration)
                pending = []
            } else {
                pending += declaration + [""]
            }
            declaration = []
        }
        try #require(pending.isEmpty && declaration.isEmpty, "no place for \(pending + declaration)")
    }

    private static func ends(_ line: String) -> Bool {
        line == "}" || line == "};" || !line.hasPrefix(" ") && !line.hasPrefix("/*") && line.hasSuffix(";")
    }

    private static func isComment(_ line: String) -> Bool { line.hasPrefix("/*") || line.hasPrefix(" *") }

    /// What is declared: everything before the body or the value.
    private static func head(_ line: String) -> Substring { line.prefix { $0 != "{" && $0 != "=" } }

    private func place(of declaration: [String]) -> Range<Int>? {
        guard let first = declaration.first(where: { !Self.isComment($0) }),
            var start = lines.firstIndex(where: { Self.head($0) == Self.head(first) }),
            let end = lines[start...].firstIndex(where: Self.ends)
        else { return nil }
        if declaration[0] != first {
            while start > 0, Self.isComment(lines[start - 1]) { start -= 1 }
        }
        return start..<end + 1
    }
}
