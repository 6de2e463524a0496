/// A path, or with `*` at its end all that begin like it.
struct PathPattern: Hashable {
    let text: String

    /// The higher, the more it says.
    var precision: Int { text.hasSuffix("*") ? text.utf8.count : .max }

    func matches(_ path: String) -> Bool {
        text.hasSuffix("*") ? path.utf8.starts(with: text.utf8.dropLast()) : path == text
    }
}
