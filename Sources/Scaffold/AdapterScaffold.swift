/// A small adapter that works as it is made: it builds on its own, has recorded cases and passes the conformance suite.
/// Who writes a new adapter changes it step by step.
///
/// The templates are adapters themselves, of an invented source; making one replaces that source's names.
public struct AdapterScaffold: Sendable {
    /// What it is written in.
    public enum Language: String, CaseIterable, Sendable {
        /// With `AdapterKit`, from a checkout of candlewick.
        case swift
        /// With the header alone.
        case c
        /// Without crates.
        case rust
    }

    /// How its source is reached.
    public enum Transport: String, CaseIterable, Sendable {
        /// Files that the user has, read line by line.
        case file
        /// JSON over HTTP, asked for window by window.
        case http
    }

    /// The adapter's id: the source's name in the store.
    public let id: String
    /// What it is written in.
    public let language: Language
    /// How its source is reached.
    public let transport: Transport
    /// Every file of it: the path in its folder, and all of its bytes.
    public let files: [(path: String, bytes: [UInt8])]

    /// - Parameters:
    ///   - id: lower-case letters, digits and `-`, at most 64, `-` neither first nor last.
    ///   - host: where requests go, for `http`.
    ///   - candlewick: the absolute path of a checkout of candlewick, for `swift`.
    /// - Throws: what is wrong with a name, and what was expected.
    public init(
        _ id: String, in language: Language, over transport: Transport, host: String = "api.example.com",
        candlewick: String = ""
    ) throws(ScaffoldProblem) {
        guard ScaffoldNames.isAdapterID(id) else {
            throw ScaffoldProblem(
                "'\(id)' is no name of an adapter; expected lower-case letters, digits and '-', at most 64, like my-source"
            )
        }
        guard ScaffoldNames.isHostName(host) else {
            throw ScaffoldProblem(
                "'\(host)' is no host name; expected one like api.example.com, lower case, without scheme and port")
        }
        guard language != .swift || candlewick.hasPrefix("/") else {
            throw ScaffoldProblem(
                "an adapter in Swift is built against candlewick's package, and its checkout was not found here; "
                    + "name it with --candlewick PATH")
        }
        (self.id, self.language, self.transport) = (id, language, transport)
        let names = ScaffoldNames(id: id, host: host, candlewick: candlewick)
        let layers = [language.rawValue, transport.rawValue, "\(language.rawValue)-\(transport.rawValue)"]
        files = TemplateFile.all.filter { layers.contains($0.layer) }
            .map { (names.replaced(in: Array($0.path.utf8)).text, names.replaced(in: $0.bytes)) }
            .sorted { $0.path < $1.path }
    }

    /// The library that its build makes, as the manifest names it.
    public var library: String {
        let names = ScaffoldNames(id: id, host: "", candlewick: "")
        return switch language {
        case .c: "\(id).so"
        case .rust: "libadapter_\(names.underscored).so"
        case .swift: "lib\(names.camel)Adapter.so"
        }
    }

    /// Commands for the folder's shell, from the first build on; each with what it is for.
    public var steps: [(command: String, purpose: String)] {
        let build =
            switch language {
            case .c: "make"
            case .rust: "cargo build --release --offline && cp target/release/\(library) ."
            case .swift: "swift build -c release && cp .build/release/\(library) ."
            }
        let test =
            switch language {
            case .c: "make test"
            case .rust: "cargo test --offline"
            case .swift: "swift test"
            }
        return [
            (build, "builds \(library) beside its manifest"), (test, "tests its parts"),
            ("candlewick adapter check .", "proves it against the ABI's promises"),
        ]
    }
}

extension [UInt8] {
    /// As UTF-8.
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

/// What is wrong with a name or a folder, what was expected and what to do.
public struct ScaffoldProblem: Error, CustomStringConvertible {
    /// In a sentence.
    public let description: String

    /// A problem.
    public init(_ description: String) { self.description = description }
}
