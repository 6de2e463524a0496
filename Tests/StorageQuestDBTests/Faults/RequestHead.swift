/// The head of an HTTP request, as much of it as a proxy needs.
struct RequestHead: Hashable {
    /// `GET`, `POST`.
    let method: String
    /// Without what is behind the question mark.
    let path: String
    /// What is behind it.
    let query: String
    /// Bytes of the body.
    let length: Int
    let isUpgrade: Bool

    init(_ bytes: ArraySlice<UInt8>) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        method = words.first.map(String.init) ?? ""
        let target = words.count > 1 ? words[1].split(separator: "?", maxSplits: 1) : []
        path = target.first.map(String.init) ?? ""
        query = target.count > 1 ? String(target[1]) : ""
        let headers = lines.dropFirst().map { $0.lowercased() }
        length = headers.compactMap { $0.hasPrefix("content-length: ") ? Int($0.dropFirst(16)) : nil }.first ?? 0
        isUpgrade = headers.contains { $0.hasPrefix("upgrade:") }
    }
}
