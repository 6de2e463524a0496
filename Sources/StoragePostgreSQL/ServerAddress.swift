import CLibPQ
import Foundation
public import Storage

/// Which server and database: whatever libpq understands, with what may be shown of it.
public struct ServerAddress: Sendable {
    /// As the user wrote it, without secrets.
    public let location: String
    /// For libpq: a URI, or words and values.
    let connectionString: String
    /// What must not appear in any message.
    private let secrets: [String]

    /// Takes what stands in a location of scheme `postgresql` or `postgres`: the rest of a URI (`//HOST/DATABASE?…`),
    /// libpq's words and values (`host=… dbname=…`), or a database's name. What is not in it comes from libpq's
    /// environment (`PGHOST`, `PGPASSWORD`, …), service file and `~/.pgpass`.
    /// - Throws: `unsupported` for another scheme, `notFound` for what libpq cannot take apart.
    public init(_ given: StoreLocation) throws(StorageError) {
        guard ["postgresql", "postgres"].contains(given.scheme) else {
            throw StorageError(
                .unsupported, at: given.description, "this is no PostgreSQL address",
                advice: "write postgresql://USER@HOST/DATABASE")
        }
        let address = given.address
        let isWords = !address.hasPrefix("//") && address.contains("=")
        if address.hasPrefix("//") {
            connectionString = "postgresql:" + address
        } else if isWords {
            connectionString = address
        } else {
            connectionString = "dbname='" + address.map { "\\'".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "'"
        }
        // Nothing of libpq's words: they may quote the password.
        guard let options = Self.options(of: connectionString), !options.contains(where: { $0.value.contains("\0") })
        else {
            throw StorageError(
                .notFound, at: "\(given.scheme):…", "libpq cannot take this address apart",
                advice: "write postgresql://USER@HOST:PORT/DATABASE, with %40 for an @ in user or password "
                    + "(or leave the password to ~/.pgpass)")
        }
        if options.contains(where: { $0.keyword == "host" && $0.value.contains("@") }) {
            throw StorageError(
                .notFound, at: "\(given.scheme):…", "there is more than one @ in the address",
                advice: "write %40 for an @ in user or password")
        }
        // An empty or tiny secret would blot out every message.
        secrets = options.filter { $0.isSecret }.flatMap { [$0.value, Self.encoded($0.value)] }.filter {
            $0.utf8.count > 2
        }
        guard options.contains(where: \.isSecret) else {
            location = "\(given.scheme):\(address)"
            return
        }
        let shown = options.filter { !$0.isSecret }
        location =
            "\(given.scheme):"
            + (isWords
                ? shown.map { "\($0.keyword)=\($0.value)" }.joined(separator: " ") : Self.uri(shown))
    }

    /// A message of the server or libpq, without secrets.
    func redacted(_ message: String) -> String {
        secrets.reduce(message) { $0.replacing($1, with: "…") }
    }

    private struct Option {
        var keyword: String
        var value: String
        var isSecret: Bool
    }

    /// The options that are written in a connection string, nil where libpq does not understand it.
    private static func options(of text: String) -> [Option]? {
        guard !text.utf8.contains(0), let first = unsafe PQconninfoParse(text, nil) else { return nil }
        defer { unsafe PQconninfoFree(first) }
        var found: [Option] = []
        // libpq's list ends with an option without a keyword.
        var next = unsafe first
        while let keyword = unsafe next.pointee.keyword {
            if let value = unsafe next.pointee.val {
                // "*" marks what a program must not show.
                let isSecret = unsafe next.pointee.dispchar.map { unsafe String(cString: $0) } == "*"
                found.append(
                    unsafe Option(
                        keyword: String(cString: keyword), value: String(cString: value), isSecret: isSecret))
            }
            unsafe next += 1
        }
        return found
    }

    private static func uri(_ options: [Option]) -> String {
        func value(_ keyword: String) -> String? { options.first { $0.keyword == keyword }?.value }
        var text = "//"
        if let user = value("user") { text += encoded(user) + "@" }
        let hosts = (value("host") ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let ports = (value("port") ?? "").split(separator: ",", omittingEmptySubsequences: false)
        text += hosts.enumerated().map { index, host in
            let port = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : ""
            let name = host.contains(":") ? "[\(host)]" : encoded(String(host))
            return port.isEmpty ? name : "\(name):\(port)"
        }.joined(separator: ",")
        if let database = value("dbname") { text += "/" + encoded(database) }
        let rest = options.filter { !["user", "host", "port", "dbname"].contains($0.keyword) }
        if !rest.isEmpty {
            text += "?" + rest.map { "\($0.keyword)=\(encoded($0.value))" }.joined(separator: "&")
        }
        return text
    }

    private static func encoded(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "-._~").union(.alphanumerics)
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }
}
