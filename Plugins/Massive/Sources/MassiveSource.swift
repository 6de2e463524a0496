import AdapterKit
import AdapterKitJSON

/// A kind of reply of Massive's: what is the same in all of them.
protocol MassiveSource: JSONSource {
    /// What links to next pages begin with.
    var path: String { get }

    /// The first page of a piece.
    func address(of piece: Range<Int64>) -> HTTPAddress

    /// Nothing of that piece can change any more.
    func isImmutable(_ piece: Range<Int64>) -> Bool
}

extension MassiveSource {
    var name: String { "Massive" }

    func request(for piece: Range<Int64>) -> Request {
        Massive.request(address(of: piece).text, isImmutable: isImmutable(piece))
    }

    func open(_ bytes: Span<UInt8>, _ reply: borrowing Reply) throws(AdapterFailure) -> JSONDocument {
        try Envelope.open(bytes, reply)
    }

    func next(_ root: JSONValue) throws(AdapterFailure) -> String? { try Envelope.next(root, path: path) }

    func delay(_ root: JSONValue) -> Int64 { Envelope.delay(root) }
}

extension JSONPage {
    /// The records of `results`, which is absent where there are none.
    init(
        results root: JSONValue, _ read: (_ record: JSONValue, _ row: Int64) throws(JSONError) -> Row?
    ) throws(AdapterFailure) {
        guard let results = root["results"] else {
            // Unless the reply itself says that there are some.
            if let count = root["resultsCount"]?.wholeNumber, count > 0 {
                throw AdapterFailure(
                    JSONError(.missing, "\(count) results are said to be there, and none are", at: 0), in: "Massive")
            }
            self.init()
            return
        }
        guard results.kind == .array else {
            throw AdapterFailure(results.wrong(name: "results", expected: "an array", .kind), in: "Massive")
        }
        self.init(records: results, read)
    }
}
