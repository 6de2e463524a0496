public import AdapterHost
public import MarketData

/// A file of a source, and what must come of it: one folder of `Plugins/NAME/Cases`.
///
/// ```
/// CASE/
///   input/NAME                one file, named as the source names it
///   expected.csv              the rows; row,position,time,open,high,low,close,volume,trades (candles, all final)
///                             or row,position,time,price,volume,side,trade_id (trades)
///   rejects.csv               row,position,code,reason: records that are read past; absent: none
///   assertions.csv            class,symbol,start,end; absent: not looked at
///   error.csv                 class,row,message: how it ends with an error, in place of expected.csv
/// ```
/// The last field of rejects.csv and of error.csv is the rest of its line. The adapter's clock stands at `now`.
public struct FileCase: Sendable, CustomStringConvertible {
    /// The clock of every case of a file: 2030-03-17T17:46:40Z.
    public static let now = Timestamp(nanoseconds: 1_900_000_000_000_000_000)

    /// The folder's name: what it shows.
    public var name: String
    /// The input's name.
    public var fileName: String
    /// All of it.
    public var bytes: [UInt8]
    /// What must come of it.
    public var expected: CasePlay
    /// Whether `expected` holds what the file proves.
    public var hasAssertions: Bool

    /// The name.
    public var description: String { name }

    /// A case that lies in no folder.
    public init(name: String, fileName: String, bytes: [UInt8], expected: CasePlay, hasAssertions: Bool = false) {
        (self.name, self.fileName, self.bytes) = (name, fileName, bytes)
        (self.expected, self.hasAssertions) = (expected, hasAssertions)
    }

    /// The case as a conversation of one request, for an adapter's query about everything in the file.
    ///
    /// - Throws: `CaseProblem` when the adapter does not know the file by its name.
    public func asked(of adapter: LoadedAdapter) throws -> AdapterCase {
        let identity: FileIdentity
        do throws(AdapterError) {
            identity = try adapter.identify(path: fileName)
        } catch {
            throw CaseProblem("\(name): the adapter does not know the file \(fileName): \(error.message)")
        }
        let query = SessionQuery(file: identity, named: fileName)
        let request = HTTPRequest(address: fileName, method: AdapterCase.fileMethod)
        let reply = CaseReply(status: 0, contentType: "", receivedAt: Self.now, body: bytes)
        return AdapterCase(
            name: name, adapter: adapter.id, query: query, now: Self.now,
            exchanges: [CaseExchange(request: request, reply: reply)], expected: expected)
    }
}
