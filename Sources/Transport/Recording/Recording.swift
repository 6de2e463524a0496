/// What one session asked of a source and what came back; a conformance case as it stands.
///
/// ```
/// CASE/query.toml                            what was asked of the adapter
/// CASE/exchanges/0001.toml, 0001.body, …     in the order in which they happened, from 1 without a gap
/// ```
/// Other files of the folder (expected rows) are no part of it.
public struct Recording: Hashable, Sendable {
    /// Nil where the folder has no `query.toml`.
    public var query: RecordedQuery?
    /// In their order.
    public var exchanges: [RecordedExchange]

    /// A recording of these.
    public init(query: RecordedQuery? = nil, exchanges: [RecordedExchange] = []) {
        (self.query, self.exchanges) = (query, exchanges)
    }

    static let exchangeFolder = "exchanges"

    /// Reads a recording, bodies and all.
    ///
    /// - Throws: everything that is wrong with the first file that cannot be used: the key and what was expected.
    public init(contentsOf folder: String) throws(RecordingError) {
        let parts = try Self.parts(of: folder)
        query = parts.query
        exchanges = []
        for file in parts.files {
            var exchange = file.exchange
            exchange.reply = try file.reply()
            exchanges.append(exchange)
        }
    }

    /// Whether a folder has the shape of a recording.
    static func isOne(_ folder: String) -> Bool {
        PrivateFiles.exists("\(folder)/\(QueryFile.name)") || PrivateFiles.isFolder("\(folder)/\(exchangeFolder)")
    }

    /// Reads all but the replies' bodies.
    static func parts(of folder: String) throws(RecordingError) -> (query: RecordedQuery?, files: [ExchangeFile]) {
        guard isOne(folder) else {
            throw RecordingError(folder, "is no recording; expected a folder with query.toml and exchanges/")
        }
        let queryFile = "\(folder)/\(QueryFile.name)"
        let query = PrivateFiles.exists(queryFile) ? try QueryFile.read(queryFile) : nil
        // A session may end before it asks for anything.
        guard PrivateFiles.exists("\(folder)/\(exchangeFolder)") else { return (query, []) }
        let place = "\(folder)/\(exchangeFolder)"
        let names: [String]
        do throws(DiskFailure) {
            names = try PrivateFiles.names(in: place)
        } catch {
            throw RecordingError(place, error)
        }
        var numbers: [Int] = []
        for name in names where name.hasSuffix(".toml") {
            guard let number = ExchangeFile.number(ofFile: name) else {
                throw RecordingError("\(place)/\(name)", "not the name of an exchange; expected one like 0001.toml")
            }
            numbers.append(number)
        }
        var files: [ExchangeFile] = []
        for (index, number) in numbers.sorted().enumerated() {
            guard number == index + 1 else {
                let missing = ExchangeFile.stem(index + 1)
                throw RecordingError(
                    place, "\(missing).toml is missing; expected numbers from 0001 on without a gap")
            }
            files.append(try ExchangeFile("\(place)/\(ExchangeFile.stem(number)).toml"))
        }
        return (query, files)
    }
}
