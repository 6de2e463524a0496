public import AdapterHost
public import Foundation
public import MarketData

/// A conversation between an adapter and its source, and what must come of it: one folder of `Plugins/NAME/Cases`.
///
/// ```
/// CASE/
///   query.toml                                       what was asked of the adapter
///   exchanges/0001.toml, 0001.body, 0002.toml, ...   in the order in which they happened
///   expected.csv, assertions.csv, rejects.csv        what came out; absent: none
///   error.csv                                        how the session ends with an error; absent: it does not
/// ```
public struct AdapterCase: Sendable {
    /// The folder's name: what it shows.
    public var name: String
    /// The id of the adapter that was asked.
    public var adapter: String
    /// What was asked.
    public var query: SessionQuery
    /// The adapter's clock.
    public var now: Timestamp
    /// What was fetched for it.
    public var exchanges: [CaseExchange]
    /// What must come of it. Its `requests` are those of `exchanges`.
    public var expected: CasePlay

    /// The method of the request for a file, whose address is its name; the reply to it has the status 0.
    public static let fileMethod = "FILE"

    /// Whether it is about a file and not about exchanges over HTTP.
    var isOfAFile: Bool { !query.fileName.isEmpty }

    /// A case that lies in no folder.
    public init(
        name: String, adapter: String, query: SessionQuery, now: Timestamp, exchanges: [CaseExchange],
        expected: CasePlay
    ) {
        self.name = name
        self.adapter = adapter
        self.query = query
        self.now = now
        self.exchanges = exchanges
        self.expected = expected
    }

    /// All cases of a folder, by name.
    ///
    /// - Throws: `CaseProblem` with the file and what was expected there.
    public static func all(in folder: URL) throws -> [AdapterCase] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .map { try AdapterCase(contentsOf: folder.appending(path: $0)) }
    }
}

extension AdapterCase: CustomStringConvertible {
    /// The name, which is how a test framework calls a run with this case.
    public var description: String { name }
}

/// A request and the reply to it.
public struct CaseExchange: Sendable {
    /// As the adapter asked.
    public var request: HTTPRequest
    /// As the source answered.
    public var reply: CaseReply

    /// An exchange.
    public init(request: HTTPRequest, reply: CaseReply) { (self.request, self.reply) = (request, reply) }
}

/// What a source answered.
public struct CaseReply: Sendable {
    /// The HTTP status.
    public var status: Int
    /// What the body says it is.
    public var contentType: String
    /// Further headers.
    public var headers: [ReplyHeader]
    /// When it began to arrive.
    public var receivedAt: Timestamp
    /// All of it.
    public var body: [UInt8]

    /// A reply.
    public init(
        status: Int = 200, contentType: String, headers: [ReplyHeader] = [], receivedAt: Timestamp, body: [UInt8]
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.receivedAt = receivedAt
        self.body = body
    }
}

/// What is wrong with a case, or with what an adapter does with it.
public struct CaseProblem: Error, CustomStringConvertible {
    /// In a sentence.
    public var description: String

    /// It is only that a recording has no answer.
    let isUnrecorded: Bool

    /// A problem.
    public init(_ description: String) { self.init(description, isUnrecorded: false) }

    init(_ description: String, isUnrecorded: Bool) {
        (self.description, self.isUnrecorded) = (description, isUnrecorded)
    }
}
