import Synchronization

/// The replies of a folder of recordings, found by request.
///
/// A request is known by method, address and body. Where one was made several times, the n-th time gives the n-th
/// recorded reply, and after the last that one again. Cases count in the order of their names. Bodies stay on disk
/// until they are asked for.
public final class RecordedReplies: Sendable {
    /// One recording among them.
    public struct Case: Hashable, Sendable {
        /// Its path below the folder; the folder's own name where that is the recording.
        public var name: String
        /// The adapter's id, nil where nobody noted it.
        public var adapter: String?
        /// How many exchanges it has.
        public var exchanges: Int
    }

    /// Which requests count as the same.
    public enum Matching: Hashable, Sendable {
        /// The address as the adapter gave it.
        case address
        /// Its path and query alone: what a server sees of it.
        case path
    }

    private struct Key: Hashable {
        var method: String
        var address: [UInt8]
        var body: [UInt8]
    }

    /// The recordings, by name.
    public let cases: [Case]
    /// Names of headers, in lower case, that a credential was put into.
    public let credentialHeaders: Set<String>
    private let folder: String
    private let matching: Matching
    private let files: [Key: [ExchangeFile]]
    private let given = Mutex<[Key: Int]>([:])

    /// Reads a recording, or all recordings below a folder.
    ///
    /// - Parameter adapter: only its recordings, and those that name none; nil for all.
    /// - Throws: when one cannot be read, or there is none.
    public init(
        contentsOf folder: String, adapter: String? = nil, matching: Matching = .address
    ) throws(RecordingError) {
        (self.folder, self.matching) = (folder, matching)
        var cases: [Case] = []
        var others: Set<String> = []
        var files: [Key: [ExchangeFile]] = [:]
        var credentialHeaders: Set<String> = []
        for place in try Self.places(in: folder, depth: 0) {
            let parts = try Recording.parts(of: place)
            if let adapter, let other = parts.query?.adapter, other != adapter {
                others.insert(other)
                continue
            }
            let name = place == folder ? Self.lastPart(of: place) : String(place.dropFirst(folder.utf8.count + 1))
            cases.append(Case(name: name, adapter: parts.query?.adapter, exchanges: parts.files.count))
            for file in parts.files {
                let request = file.exchange.request
                files[Self.key(request.method, request.address, request.body, matching), default: []].append(file)
                for header in request.headers where header.credential != nil {
                    credentialHeaders.insert(header.name.lowercased())
                }
            }
        }
        if cases.isEmpty {
            let there = others.isEmpty ? "" : " (there are some of \(others.sorted().joined(separator: ", ")))"
            throw RecordingError(
                folder,
                "holds no recording\(adapter.map { " of '\($0)'" } ?? "")\(there); expected a folder with query.toml and"
                    + " exchanges/, or a folder of such folders")
        }
        (self.cases, self.files, self.credentialHeaders) = (cases, files, credentialHeaders)
    }

    /// The next reply to a request, nil when it was never recorded. Reads one file.
    ///
    /// - Parameter counts: whether it counts as given; otherwise the next request gets it again.
    /// - Throws: when the body cannot be read any more.
    public func next(
        method: String, address: String, body: [UInt8], counts: Bool = true
    ) throws(RecordingError) -> SourceReply? {
        let key = Self.key(method, address, body, matching)
        guard let known = files[key] else { return nil }
        let time = given.withLock { given in
            let time = given[key, default: 0]
            if counts { given[key] = time + 1 }
            return time
        }
        return try known[min(time, known.count - 1)].reply()
    }

    /// What to say about a request that was never recorded: the address that is most like it.
    public func advice(method: String, address: String) -> String {
        let wanted = Self.key(method, address, [], matching).address
        var best: (likeness: Int, text: String)?
        for key in files.keys {
            let text = "\(key.method) \(String(decoding: key.address, as: UTF8.self))"
            let likeness = 2 * Self.likeness(key.address, wanted) + (key.method == method ? 1 : 0)
            if let last = best {
                // The text decides between equals, so that the same is said every time.
                if likeness < last.likeness || likeness == last.likeness && text >= last.text { continue }
            }
            best = (likeness, text)
        }
        let nearest = best.map { "; nearest there is \($0.text)" } ?? ""
        return "\(method) \(address) is not among the recordings of \(folder)\(nearest)"
    }

    /// Bytes that both begin or end with.
    private static func likeness(_ one: [UInt8], _ other: [UInt8]) -> Int {
        let begin = zip(one, other).prefix { $0 == $1 }.count
        let end = zip(one.reversed(), other.reversed()).prefix { $0 == $1 }.count
        return min(begin + end, one.count, other.count)
    }

    private static func key(_ method: String, _ address: String, _ body: [UInt8], _ matching: Matching) -> Key {
        var bytes = Array(address.utf8)
        if matching == .path, let mark = address.firstRange(of: "://") {
            let host = address.utf8[mark.upperBound...]
            bytes = host.firstIndex(of: UInt8(ascii: "/")).map { Array(host[$0...]) } ?? [UInt8(ascii: "/")]
        }
        return Key(method: method, address: bytes, body: body)
    }

    /// The recordings at or below a folder; no links are followed downwards.
    private static func places(in folder: String, depth: Int) throws(RecordingError) -> [String] {
        if Recording.isOne(folder) { return [folder] }
        let names: [String]
        do throws(DiskFailure) {
            names = try PrivateFiles.names(in: folder)
        } catch {
            throw RecordingError(folder, error)
        }
        var places: [String] = []
        // Deeper than any folder of recordings.
        guard depth < 8 else { return places }
        for name in names where PrivateFiles.isRealFolder("\(folder)/\(name)") {
            places += try Self.places(in: "\(folder)/\(name)", depth: depth + 1)
        }
        return places
    }

    private static func lastPart(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
