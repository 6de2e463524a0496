public import AdapterHost
public import MarketData
public import Pipeline
public import Transport

/// What an ingest would read: every file with the adapter that knows it and the series it belongs to.
public struct IngestPlan: Sendable {
    /// The files to read, sorted by path.
    public private(set) var files: [IngestFile] = []
    /// Files that no adapter knows, and what the adapters say of them.
    public private(set) var unknown: [UnknownFile] = []
    /// How many files several adapters know, by the ids of these adapters; the first of them has the files.
    public private(set) var contested: [[String]: Int] = [:]
    /// What could not be read at all, and why.
    public private(set) var problems: [TransportError]

    /// Nothing to read.
    public init() { problems = [] }

    /// Asks the adapters about every item, in their order; the first that knows it has it. No file is opened.
    public init(_ found: InputDiscovery, adapters: [FileAdapter]) {
        problems = found.problems
        for item in found.items {
            switch Self.identify(item, adapters) {
            case .success(let known):
                if let file = known.first { files.append(file) }
                if known.count > 1 { contested[known.map(\.adapter.id), default: 0] += 1 }
            case .failure(let unknownFile): unknown.append(unknownFile)
            }
        }
    }

    /// Archives of which members were left out.
    private(set) var narrowedArchives: Set<String> = []

    /// Leaves only the files for which the condition holds.
    public mutating func keep(_ condition: (IngestFile) -> Bool) {
        files.removeAll { file in
            if condition(file) { return false }
            if case .member(let archive, _) = file.item.place { narrowedArchives.insert(archive) }
            return true
        }
    }

    /// Some of the files, by their numbers, without what could not be read.
    func part(_ numbers: [Int]) -> IngestPlan {
        var part = self
        part.files = numbers.map { files[$0] }
        part.problems = []
        return part
    }

    /// Unpacked length of all files in bytes.
    public var bytes: Int64 { files.reduce(0) { $0 + $1.item.size } }

    /// The file as every adapter that knows it sees it, at least one.
    private static func identify(
        _ item: InputItem, _ adapters: [FileAdapter]
    ) -> Result<[IngestFile], UnknownFile> {
        var known: [IngestFile] = []
        var reasons: [String] = []
        for adapter in adapters {
            do throws(AdapterError) {
                let identity = try adapter.adapter.identify(path: item.name)
                do throws(PipelineError) {
                    let instrument = try adapter.aliases.instrument(base: identity.base, quote: identity.quote)
                    let series = Series(instrument, identity.kind, source: adapter.adapter.id)
                    known.append(
                        IngestFile(item: item, adapter: adapter.adapter, identity: identity, series: series))
                } catch {
                    reasons.append("\(adapter.adapter.id): \(error)")
                }
            } catch {
                reasons.append("\(adapter.adapter.id): \(error.message)")
            }
        }
        return known.isEmpty ? .failure(UnknownFile(path: item.path, reasons: reasons)) : .success(known)
    }
}

/// An adapter that decodes files, with its translation of asset codes.
public struct FileAdapter: Sendable {
    /// The loaded library.
    public var adapter: LoadedAdapter
    /// The source's codes and the hub's names.
    public var aliases: AssetAliases

    /// An adapter and its aliases.
    public init(_ adapter: LoadedAdapter, aliases: AssetAliases) {
        (self.adapter, self.aliases) = (adapter, aliases)
    }
}

/// A file to read.
public struct IngestFile: Sendable {
    /// Where it is.
    public var item: InputItem
    /// Who decodes it.
    public var adapter: LoadedAdapter
    /// What its name says, in the source's words.
    public var identity: FileIdentity
    /// What its name says, in the hub's words.
    public var series: Series
}

/// A file that no adapter knows.
public struct UnknownFile: Error, Hashable, Sendable {
    /// Where it is.
    public var path: String
    /// What each adapter says.
    public var reasons: [String]
}
