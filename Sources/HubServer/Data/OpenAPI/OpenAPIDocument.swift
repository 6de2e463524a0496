import CHubAssets
import Foundation

/// The API's description, joined from the parts that lie in the program: one a room.
enum OpenAPIDocument {
    /// A part cannot be joined: the program was built wrongly.
    struct Broken: Error, CustomStringConvertible { let description: String }

    /// The whole document.
    ///
    /// The first part gives the frame; of the others `paths`, `components` and `tags` are taken. What two parts both define
    /// under one name is the earlier one's.
    ///
    /// - Parameter version: the hub's, as the description's.
    static func joined(version: String) throws -> [String: Any] {
        var document: [String: Any] = [:]
        for (path, bytes) in parts() {
            guard let part = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] else {
                throw Broken(description: "\(path) is no JSON object")
            }
            document = document.isEmpty ? part : merged(document, part)
        }
        var info = document["info"] as? [String: Any] ?? [:]
        info["version"] = version
        document["info"] = info
        return document
    }

    /// The bytes that are served.
    static func json(version: String) throws -> JSONBytes {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        return JSONBytes(
            bytes: Array(try JSONSerialization.data(withJSONObject: joined(version: version), options: options)))
    }

    private static func merged(_ document: [String: Any], _ part: [String: Any]) -> [String: Any] {
        var document = document
        for key in ["paths", "tags"] {
            if let list = part[key] as? [Any] { document[key] = (document[key] as? [Any] ?? []) + list }
            if let more = part[key] as? [String: Any] {
                document[key] = (document[key] as? [String: Any] ?? [:]).merging(more, uniquingKeysWith: joined)
            }
        }
        var components = document["components"] as? [String: Any] ?? [:]
        for (kind, more) in part["components"] as? [String: Any] ?? [:] {
            let known = components[kind] as? [String: Any] ?? [:]
            components[kind] = known.merging(more as? [String: Any] ?? [:]) { first, _ in first }
        }
        document["components"] = components
        return document
    }

    /// Two parts may describe methods of one path.
    private static func joined(_ first: Any, _ second: Any) -> Any {
        guard let one = first as? [String: Any], let other = second as? [String: Any] else { return first }
        return one.merging(other) { first, _ in first }
    }

    private static func parts() -> [(path: String, bytes: Data)] {
        let list = unsafe hub_assets_openapi()
        // Constant tables of the program: each entry has as many bytes as it says, and its path ends with a zero.
        return unsafe UnsafeBufferPointer(start: list.files, count: Int(list.count)).map { file in
            unsafe (String(cString: file.path), Data(bytes: file.bytes, count: Int(file.length)))
        }
    }
}
