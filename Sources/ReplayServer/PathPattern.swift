/// A path, or with `*` at its end all that begin like it.
struct PathPattern: Hashable {
    let text: String

    func matches(_ path: String) -> Bool {
        text.hasSuffix("*") ? path.utf8.starts(with: text.utf8.dropLast()) : path == text
    }
}
